import type { Entry } from '../archive/schema.js';
import type { Context } from '../context.js';
import type { SourceClaim } from '../ecosystem.js';
import { type Address, parseAddress, sameRepository } from './address.js';
import { commitTime } from './commit.js';
import { expectedSource } from './expected-source.js';
import { lfsPointers } from './lfs.js';
import { Manifests } from './manifests.js';
import { type Mirror, openMirror } from './mirror.js';
import { identityNotes, pointerNote, revisionNotes, unreadSubmodules } from './notes.js';
import { type OpenRepository, openRepository, type SearchedRepository } from './repository.js';
import { repositoryPath } from './repository-path.js';
import type { Source, SourceFailure, SourceNote } from './schema.js';
import { type Searched, search } from './search.js';
import { type Whole, withSubmodules } from './submodules.js';
import { observeTags } from './tag-observations.js';
import type { Tree } from './tree.js';
import type { Weighed } from './weigh.js';

/** What a user said about where a release comes from; it goes before what the release says. */
export interface LocateOptions {
  /** Repository address in any form, or a local repository. */
  source?: string;
  /** Tag, branch, or commit. */
  ref?: string;
  /** The package's folder in the repository. */
  directory?: string;
}

/** Where a release comes from; the repository stays open for reading and must be closed. Or why that was not found. */
export type Located =
  | { ok: true; source: Source; notes: SourceNote[]; repository: OpenRepository; tree: Tree }
  | { ok: false; failure: SourceFailure; notes: SourceNote[] };

/**
 * Finds the repository, commit and folder that a release claims to come from. Everything that can be expected to go wrong (no
 * such repository, no such revision, no access) is a value; throws a `SourceError` when git or the cache fails, and the signal's
 * reason when aborted.
 */
export async function locate(
  claim: SourceClaim,
  entries: readonly Entry[],
  options: LocateOptions,
  context: Context,
): Promise<Located> {
  const asked = chooseAddress(claim, options, context);
  if (!asked.ok) return asked;
  const { address, notes, stated, user } = asked;
  const subject = `${claim.name}@${claim.version}`;
  context.progress({ subject, stage: 'locate', message: `reading ${address.url}` });
  const opened = await openMirror(address, context);
  if (!opened.ok) return { ok: false, failure: opened.failure, notes };
  const repository = openRepository(opened.mirror, context);
  try {
    const manifests = new Manifests(repository, claim.identify);
    const input = { repository, claim, entries, manifests, user, stated };
    const ref = options.ref ?? (options.source === undefined ? null : address.committish);
    const searched = await search(input, opened.mirror, ref, context);
    const best = searched.weighed.find(({ directory }) => directory !== null);
    const moved = await observe(searched, opened.mirror, context);
    notes.push(...revisionNotes(searched, best, claim, moved));
    if (best === undefined) {
      await repository.close();
      return {
        ok: false,
        failure: noRevision(searched, address, claim, { ...options, ...asRef(ref) }),
        notes,
      };
    }
    notes.push(...identityNotes(best, claim, stated, asked.named));
    const source = describe(best, searched, address, opened.mirror);
    const whole = await wholeTree(best, repository, entries, asked.named, context);
    return { ok: true, source, ...whole, notes: [...notes, ...whole.notes] };
  } catch (error) {
    await repository.close();
    throw error;
  }
}

/** The chosen tree with what it only refers to: submodules, where a file of the release may be in one, and large files. */
async function wholeTree(
  best: Weighed,
  repository: SearchedRepository,
  entries: readonly Entry[],
  address: string | null,
  context: Context,
): Promise<Whole> {
  const pointers = await lfsPointers(repository, best.tree, best.candidate.directory ?? '');
  const released = new Set(entries.map(({ sha256 }) => sha256));
  const notes = pointers.map((pointer) => pointerNote(pointer, released));
  const files = new Map(best.tree.files);
  for (const { path, content } of pointers)
    if (content !== null) files.set(path, { ...files.get(path)!, lfs: content });
  const tree = { ...best.tree, files };
  if (best.candidate.matched === best.candidate.files)
    return { repository, tree, notes: [...unreadSubmodules(best), ...notes] };
  const prefix = best.candidate.directory ? `${best.candidate.directory}/` : '';
  const holds = (path: string) => entries.some((entry) => `${prefix}${entry.path}`.startsWith(`${path}/`));
  const whole = await withSubmodules(repository, tree, address, holds, context);
  return { ...whole, notes: [...whole.notes, ...notes] };
}

type Asked =
  | {
      ok: true;
      address: Address;
      /** What the source should name as its repository: a local copy goes by the address that the release states. */
      named: string | null;
      notes: SourceNote[];
      stated: string | null;
      user: string | null;
    }
  | { ok: false; failure: SourceFailure; notes: SourceNote[] };

/** The address to use and the folders that were named, with what is odd about them. */
function chooseAddress(claim: SourceClaim, options: LocateOptions, { config }: Context): Asked {
  const notes: SourceNote[] = [];
  const fail = (reason: SourceFailure['reason'], message: string, hint: string): Asked => ({
    ok: false,
    failure: { reason, message, hint, repository: options.source ?? claim.repository, candidates: [] },
    notes,
  });
  const claimed = claim.repository === null ? null : parseAddress(claim.repository, 'release');
  const address = options.source === undefined ? claimed : parseAddress(options.source, 'user');
  const expected = expectedSource(claim.name, config.expectedSource);
  if (expected !== null) {
    const parsed = parseAddress(expected, 'user');
    const stated = claimed?.kind === 'address' ? claimed.url : claim.repository;
    const wanted = parsed.kind === 'address' ? parsed.url : expected;
    if (stated === null || !sameRepository(stated, wanted)) {
      const detail = `${wanted} is expected of ${claim.name}, the release states ${stated ?? 'none'}`;
      notes.push({ kind: 'repository-unexpected', detail });
    }
  }
  if (claimed === null)
    notes.push({ kind: 'repository-not-stated', detail: 'the release states no repository' });
  if (address === null) {
    const hint = 'name the repository with --source';
    return fail('no-repository-field', `${claim.name}@${claim.version} states no repository`, hint);
  }
  if (address.kind === 'unusable') {
    const text = options.source ?? claim.repository;
    const hint = 'name the repository with --source, such as https://github.com/owner/name';
    return fail(
      'unusable-address',
      `the repository ${JSON.stringify(text)} can't be used: ${address.reason}`,
      hint,
    );
  }
  if (
    options.source !== undefined &&
    claimed?.kind === 'address' &&
    address.local === null &&
    !sameRepository(claimed.url, address.url)
  ) {
    const detail = `the release states ${claimed.url}; ${address.url} was asked for`;
    notes.push({ kind: 'repository-disagrees', detail });
  }
  const user = options.directory === undefined ? address.directory : repositoryPath(options.directory);
  const ownFolder = options.directory !== undefined || options.source !== undefined;
  if (options.directory !== undefined && user === null) {
    const message = `${JSON.stringify(options.directory)} is no folder inside a repository`;
    return fail('directory-not-found', message, 'give a path such as packages/name');
  }
  const claimedFolder = claimed?.kind === 'address' ? claimed.directory : null;
  const stated = claim.directory === null ? claimedFolder : repositoryPath(claim.directory);
  const claimedUrl = claimed?.kind === 'address' ? claimed.url : null;
  const named = address.local === null ? address.url : claimedUrl;
  return { ok: true, address, named, notes, stated, user: ownFolder ? user : null };
}

/** Remembers where this version's tags are; those that were elsewhere before have moved. */
async function observe(searched: Searched, { key }: Mirror, { cache, signal }: Context) {
  const tags = new Map<string, string>();
  for (const { lead, commit } of searched.resolved) {
    if (lead.evidence === 'tag' && lead.strong && lead.ref !== null) tags.set(lead.ref, commit.id);
  }
  return observeTags(cache, key, tags, signal);
}

function describe(best: Weighed, searched: Searched, address: Address, mirror: Mirror): Source {
  const { candidate, directory, commit } = best;
  const others = [...searched.weighed, ...searched.rejected].filter((weighed) => weighed !== best);
  return {
    repository: address.url,
    mirroredFrom: mirror.mirroredFrom,
    commit: commit.id,
    ref: candidate.ref,
    commitTime: commitTime(commit),
    directory: directory?.directory ?? '',
    directoryEvidence: directory?.evidence ?? 'content',
    evidence: candidate.evidence,
    reachable: !searched.unreachable.some((one) => one.commit === commit.id),
    candidates: [candidate, ...others.map((weighed) => weighed.candidate)],
  };
}

function noRevision(
  { weighed, rejected, updateFailure }: Searched,
  { url }: Address,
  { name, version }: SourceClaim,
  { ref, directory }: LocateOptions,
): SourceFailure {
  const candidates = [...weighed, ...rejected].map(({ candidate }) => candidate);
  const shared = { repository: url, candidates };
  if (weighed.length > 0) {
    const message =
      directory === undefined
        ? `no folder of ${url} holds ${name}`
        : `${url} has no folder ${JSON.stringify(directory)} at this revision`;
    return { ...shared, reason: 'directory-not-found', message, hint: 'name the folder with --directory' };
  }
  if (updateFailure !== null) return { ...updateFailure, ...shared };
  if (ref !== undefined) {
    const message = `${url} has no tag, branch or commit ${JSON.stringify(ref)}`;
    return { ...shared, reason: 'no-such-revision', message, hint: 'name one that it has with --ref' };
  }
  const [nearest] = rejected;
  const near =
    nearest === undefined
      ? ''
      : `; ${nearest.commit.id} comes nearest, with ${nearest.candidate.matched} of ${nearest.candidate.files} files`;
  const message = `no tag or commit of ${url} could be found for ${name}@${version}${near}`;
  return { ...shared, reason: 'no-revision-found', message, hint: 'name a tag, branch or commit with --ref' };
}

function asRef(ref: string | null): { ref?: string } {
  return ref === null ? {} : { ref };
}
