import type { Entry } from '../archive/schema.js';
import type { SourceClaim } from '../ecosystem.js';
import type { Commit } from './commit.js';
import { type FoundDirectory, findDirectory } from './directory.js';
import type { Lead } from './leads.js';
import type { Manifests } from './manifests.js';
import type { SearchedRepository } from './repository.js';
import { within } from './repository-path.js';
import { type Candidate, revisionEvidenceSchema } from './schema.js';
import { readTree, type Tree } from './tree.js';

/** A candidate with what was read to weigh it. */
export interface Weighed {
  candidate: Candidate;
  /** Its first lead's place among all; earlier ones are likelier. */
  order: number;
  /** A tag in a form in common use, or stronger evidence, led here. */
  strong: boolean;
  commit: Commit;
  tree: Tree;
  directory: FoundDirectory | null;
}

/** What is weighed against. */
export interface WeighInput {
  repository: SearchedRepository;
  claim: SourceClaim;
  entries: readonly Entry[];
  manifests: Manifests;
  user: string | null;
  stated: string | null;
}

/** Reads a commit's tree and says how well it fits the release. */
export async function weigh(
  input: WeighInput,
  commit: Commit,
  leads: readonly Lead[],
  order: number,
): Promise<Weighed> {
  const { repository, claim, entries } = input;
  const tree = await readTree(repository.trees, commit.id, commit.tree);
  const directory = await findDirectory({ ...input, tree });
  const blobs = new Set<string>();
  for (const { type, object } of tree.files.values()) if (type === 'blob') blobs.add(object);
  const matched = entries.filter(({ gitBlob }) => blobs.has(gitBlob)).length;
  const identity = directory?.identity ?? null;
  const evidence = revisionEvidenceSchema.options.filter((kind) =>
    leads.some((lead) => lead.evidence === kind),
  );
  const candidate: Candidate = {
    commit: commit.id,
    evidence,
    ref: leads.find(({ ref }) => ref !== null)?.ref ?? null,
    directory: directory?.directory ?? null,
    score: entries.length === 0 ? 0 : matched / entries.length,
    matched,
    files: entries.length,
    versionAgrees: identity === null ? null : identity.version === claim.version,
    nameAgrees: identity === null ? null : identity.name === claim.name,
  };
  return { candidate, order, strong: leads.some((lead) => lead.strong), commit, tree, directory };
}

/** Best first: the version agrees, most files, the name agrees, strongest evidence, likeliest lead. No two are equal. */
export function byFit(a: Weighed, b: Weighed): number {
  const strength = ({ candidate }: Weighed) =>
    Math.min(...candidate.evidence.map((kind) => revisionEvidenceSchema.options.indexOf(kind)));
  return (
    Number(b.candidate.versionAgrees === true) - Number(a.candidate.versionAgrees === true) ||
    b.candidate.matched - a.candidate.matched ||
    Number(b.candidate.nameAgrees === true) - Number(a.candidate.nameAgrees === true) ||
    strength(a) - strength(b) ||
    a.order - b.order ||
    b.commit.time - a.commit.time ||
    (a.commit.id < b.commit.id ? -1 : 1)
  );
}

/** Where versions are not kept in a repository, or are filled in on publishing. */
const placeholder = /^0\.0\.0(?:$|-)/;

/** Whether a tag of this version in a common form led here, and the manifest has no version of its own that could speak against it. */
export function isTaggedPlaceholder({ strong, directory, candidate }: Weighed): boolean {
  const version = directory?.identity?.version;
  return strong && candidate.nameAgrees === true && version != null && placeholder.test(version);
}

/**
 * Whether a commit that was found by content alone can be the source. One whose manifest has the version of another release
 * is its neighbour, unless nothing but the manifest differs and no later version was ever set: then versions are just not
 * kept in the repository. An older release under a new version is no release of its source.
 */
export function isCredible({ candidate, directory }: Weighed, newest: string | null): boolean {
  if (candidate.evidence.some((kind) => kind !== 'content-match')) return true;
  const version = directory?.identity?.version ?? null;
  if (candidate.versionAgrees !== false || placeholder.test(version ?? '0.0.0')) return true;
  return candidate.matched >= candidate.files - 1 && (newest === null || newest === version);
}

/** Share of a release's files from which a commit is its source though no manifest there says so. */
const convincing = 0.5;

/**
 * Whether weaker evidence is worth looking for: nothing was found, another version is there, or hardly a file fits and only
 * guesses led here. Where the source states no version, a tag that holds it and most of the release's files are enough.
 */
export function isPoor(best: Weighed | undefined): boolean {
  if (best === undefined) return true;
  if (best.candidate.versionAgrees === null) return best.candidate.score < convincing;
  if (best.candidate.versionAgrees === false) return true;
  return best.candidate.score < 0.2 && !best.strong;
}

/**
 * Entries of the release at whose path a commit has other contents, in the package's folder, by path of the tree. The manifest does not count:
 * publishing rewrites it.
 */
export function otherInPlace(
  { tree, directory }: Weighed,
  { entries, claim }: WeighInput,
): Map<string, Entry> {
  const others = new Map<string, Entry>();
  if (directory === null) return others;
  for (const entry of entries) {
    if (entry.path === claim.manifestFile) continue;
    const path = within(directory.directory, entry.path);
    const file = tree.files.get(path);
    if (file?.type === 'blob' && file.object !== entry.gitBlob) others.set(path, entry);
  }
  return others;
}
