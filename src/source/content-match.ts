import type { Entry } from '../archive/schema.js';
import { gitRead } from './git-read.js';
import type { Lead } from './leads.js';
import type { SearchedRepository } from './repository.js';
import type { TreeCache } from './tree.js';

/** Commits whose trees are looked at, and commits given. */
const most = { looked: 300, given: 3 };

const day = 86_400;

/** Days around a commit in which its neighbours are looked for. */
const near = 180;

/** When the release may have been made, in seconds since 1970. */
export interface Around {
  publishedAt: string | null;
  /** Time of the commit that set the version, where it was found. */
  versionTime: number | null;
  /** Time of a commit that is nearly the release's; those nearest to it are looked at, before and after. */
  nearTime?: number;
}

/**
 * The commits whose trees have most of the release's blobs, best first, among those made after its version was set, or else before
 * it was published. None when no commit has half of them: some files, such as a license, are in every commit.
 */
export async function contentMatch(
  repository: SearchedRepository,
  entries: readonly Entry[],
  around: Around,
  signal: AbortSignal,
): Promise<Lead[]> {
  const wanted = new Set(entries.map(({ gitBlob }) => gitBlob));
  const matches = new Map<string, Promise<ReadonlySet<string>>>();
  const enough: { commit: string; matched: number }[] = [];
  for (const { commit, tree } of await commitsAround(repository.view, around, signal)) {
    const found = await blobsIn(repository.trees, tree, wanted, matches, 0);
    const matched = entries.filter(({ gitBlob }) => found.has(gitBlob)).length;
    if (matched * 2 >= entries.length) enough.push({ commit, matched });
  }
  // The sort is stable: among equals the likeliest stays first.
  return enough
    .sort((left, right) => right.matched - left.matched)
    .slice(0, most.given)
    .map(({ commit }) => ({ name: commit, evidence: 'content-match', ref: null, strong: false }));
}

/** Likeliest first: from the commit that set the version on, or backwards from the publish time. */
async function commitsAround(
  view: string,
  { publishedAt, versionTime, nearTime }: Around,
  signal: AbortSignal,
) {
  const published = publishedAt === null ? Number.NaN : Math.ceil(Date.parse(publishedAt) / 1000);
  const window: string[] = [];
  if (nearTime !== undefined)
    window.push(`--since=@${nearTime - near * day}`, `--until=@${nearTime + near * day}`);
  else if (versionTime !== null)
    window.push(`--since=@${versionTime - day}`, `--until=@${versionTime + 30 * day}`);
  else if (!Number.isNaN(published)) window.push(`--until=@${published + 2 * day}`);
  const bound = versionTime === null && nearTime === undefined ? [`--max-count=${most.looked}`] : [];
  const output = await gitRead(
    view,
    ['log', '--branches', '--tags', '--format=%H %T %ct', ...bound, ...window],
    signal,
  );
  const commits = [...output.matchAll(/^([0-9a-f]{40}) ([0-9a-f]{40}) (\d{1,12})$/gm)].map(
    ([, commit = '', tree = '', time]) => ({ commit, tree, time: Number(time) }),
  );
  if (nearTime !== undefined) {
    commits.sort((left, right) => Math.abs(left.time - nearTime) - Math.abs(right.time - nearTime));
  } else if (versionTime !== null) commits.reverse();
  return commits.slice(0, most.looked);
}

/** Which of the wanted blobs are in a tree. Neighbouring commits share most folders, and each is looked into once. */
function blobsIn(
  cache: TreeCache,
  id: string,
  wanted: ReadonlySet<string>,
  known: Map<string, Promise<ReadonlySet<string>>>,
  depth: number,
): Promise<ReadonlySet<string>> {
  let found = known.get(id);
  if (found === undefined) {
    found = (async () => {
      const blobs = new Set<string>();
      const { entries } = await cache.get(id);
      for (const entry of entries)
        if (entry.type === 'blob' && wanted.has(entry.object)) blobs.add(entry.object);
      if (depth >= 100) return blobs;
      const folders = entries.filter(({ type }) => type === 'tree');
      const below = folders.map(({ object }) => blobsIn(cache, object, wanted, known, depth + 1));
      for (const set of await Promise.all(below)) for (const blob of set) blobs.add(blob);
      return blobs;
    })();
    known.set(id, found);
  }
  return found;
}
