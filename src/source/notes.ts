import type { SourceClaim } from '../ecosystem.js';
import { parseAddress, sameRepository } from './address.js';
import type { Pointer } from './lfs.js';
import { within } from './repository-path.js';
import type { SourceNote } from './schema.js';
import type { Searched } from './search.js';
import type { Weighed } from './weigh.js';

/** What the search noticed about how the claims, the tags and the chosen commit agree. */
export function revisionNotes(
  search: Searched,
  best: Weighed | undefined,
  claim: SourceClaim,
  moved: ReadonlyMap<string, readonly string[]>,
): SourceNote[] {
  const notes: SourceNote[] = [];
  for (const { commit, leads, exists } of search.unreachable) {
    const by = leads.map(({ evidence, ref }) => ref ?? evidence).join(', ');
    const how = exists ? 'is reached by no branch or tag' : 'is not in the repository';
    const attested = leads.some(({ evidence }) => evidence === 'attestation');
    const kind = attested ? 'attested-commit-unreachable' : 'unreachable-commit';
    notes.push({ kind, detail: `${commit}, named by ${by}, ${how}` });
  }
  for (const [tag, commits] of moved) {
    const now = search.resolved.find(({ lead }) => lead.ref === tag)?.commit.id;
    notes.push({ kind: 'tag-moved', detail: `${tag} is at ${now}, and was seen at ${commits.join(', ')}` });
  }
  const common = search.resolved.filter(({ lead }) => lead.evidence === 'tag' && lead.strong);
  const asked = search.resolved.some(({ lead }) => lead.evidence === 'user');
  if (!asked && !search.resolved.some(({ lead }) => lead.evidence === 'tag')) {
    notes.push({ kind: 'tag-missing', detail: `no tag of the repository marks ${claim.version}` });
  }
  if (!asked) notes.push(...attestationNotes(search, claim, common[0]));
  if (best === undefined) return notes;

  const chosen = best.commit.id;
  if (claim.gitHead !== null && !asked && claim.gitHead !== chosen) {
    const detail = `published from ${claim.gitHead} by its own account; ${chosen} was chosen`;
    notes.push({ kind: 'git-head-disagrees', detail });
  }
  // The likeliest tag is meant; others in common forms may be another package's.
  const [tagged] = common;
  if (tagged !== undefined && tagged.commit.id !== chosen) {
    const detail = `${tagged.lead.ref} is at ${tagged.commit.id}; ${chosen} was chosen`;
    notes.push({ kind: 'tag-disagrees', detail });
  }
  return notes;
}

/**
 * Whether the commit that an attestation names is that of the tag and of `gitHead`. A job that sets the version makes the tagged
 * commit itself: its parent is then what the platform attests.
 */
function attestationNotes(
  { resolved }: Searched,
  { attestedCommit, gitHead }: SourceClaim,
  tagged: Searched['resolved'][number] | undefined,
): SourceNote[] {
  if (attestedCommit === null) return [];
  const others = [
    { what: `${tagged?.lead.ref} is at`, id: tagged?.commit.id ?? attestedCommit },
    { what: 'gitHead is', id: gitHead ?? attestedCommit },
  ].filter(({ id }) => id !== attestedCommit);
  if (others.length === 0) return [];
  const follows = others.every(({ id }) =>
    resolved.some(({ commit }) => commit.id === id && commit.parents.includes(attestedCommit)),
  );
  const detail = `built from ${attestedCommit} by its attestation; ${others.map(({ what, id }) => `${what} ${id}`).join(', ')}`;
  return follows
    ? [{ kind: 'attestation-precedes', detail: `${detail}, which follows it` }]
    : [{ kind: 'attestation-disagrees', detail }];
}

/**
 * What the manifest at the chosen place says that the release doesn't, and the other way round. `address` is the repository that
 * it should name; null where none is known.
 */
export function identityNotes(
  best: Weighed,
  claim: SourceClaim,
  stated: string | null,
  address: string | null,
): SourceNote[] {
  const notes: SourceNote[] = [];
  const { candidate, directory } = best;
  const identity = directory?.identity ?? null;
  const place = within(candidate.directory ?? '', claim.manifestFile);
  if (candidate.versionAgrees === false) {
    const detail = `${place} has version ${identity?.version ?? '(none)'}, the release ${claim.version}`;
    notes.push({ kind: 'version-disagrees', detail });
  }
  if (candidate.nameAgrees === false) {
    const detail = `${place} is named ${identity?.name ?? '(nothing)'}, the release ${claim.name}`;
    notes.push({ kind: 'name-disagrees', detail });
  }
  if (directory?.evidence !== 'user' && candidate.directory !== (stated ?? '')) {
    const where = candidate.directory === '' ? 'the root' : candidate.directory;
    const said = stated === null ? 'no folder is stated' : `${stated === '' ? 'the root' : stated} is stated`;
    notes.push({ kind: 'directory-disagrees', detail: `the package is in ${where}; ${said}` });
  }
  if (identity?.repository != null && address !== null) {
    const own = parseAddress(identity.repository, 'release');
    if (own.kind === 'unusable' || !sameRepository(own.url, address)) {
      const names = own.kind === 'unusable' ? identity.repository : own.url;
      notes.push({ kind: 'repository-disagrees', detail: `${place} itself names ${names}` });
    }
  }
  return notes;
}

/** Submodules below the package's folder, where nobody had to look into them. */
export function unreadSubmodules({ tree, candidate }: Weighed): SourceNote[] {
  const prefix = candidate.directory ? `${candidate.directory}/` : '';
  return [...tree.files].flatMap(([path, { type, object }]) =>
    type === 'submodule' && path.startsWith(prefix)
      ? [{ kind: 'submodule-not-read' as const, detail: `${path} at ${object}` }]
      : [],
  );
}

/** What a pointer leaves open. A rebuild sees the pointer, whatever the release has. */
export function pointerNote({ path, content }: Pointer, released: ReadonlySet<string>): SourceNote {
  const known = content !== null && released.has(content.sha256);
  const detail = known
    ? `${path} is a pointer to content that the release has; rebuilds see the pointer`
    : `${path} is a pointer to content that the repository does not hold; rebuilds see the pointer`;
  return { kind: 'lfs-pointer', detail };
}
