import type { Entry } from '../archive/schema.js';
import { gitRead } from './git-read.js';
import type { Lead } from './leads.js';
import type { SearchedRepository } from './repository.js';
import type { TreeCache } from './tree.js';

/** Commits whose trees are looked at. */
const most = 300;

const day = 86_400;

/** When the release may have been made, in seconds since 1970. */
export interface Around {
  publishedAt: string | null;
  /** Time of the commit that set the version, where it was found. */
  versionTime: number | null;
}

/**
 * The commit whose tree has most of the release's blobs, among those made after its version was set, or else before it was
 * published. Null when no commit has half of them: some files, such as a license, are in every commit.
 */
export async function contentMatch(
  repository: SearchedRepository,
  entries: readonly Entry[],
  around: Around,
  signal: AbortSignal,
): Promise<Lead | null> {
  const wanted = new Set(entries.map(({ gitBlob }) => gitBlob));
  const matches = new Map<string, Promise<ReadonlySet<string>>>();
  let best: { commit: string; matched: number } | null = null;
  for (const { commit, tree } of await commitsAround(repository.view, around, signal)) {
    const found = await blobsIn(repository.trees, tree, wanted, matches, 0);
    const matched = entries.filter(({ gitBlob }) => found.has(gitBlob)).length;
    if (matched * 2 >= entries.length && matched > (best?.matched ?? 0)) best = { commit, matched };
  }
  return best && { name: best.commit, evidence: 'content-match', ref: null, strong: false };
}

/** Likeliest first: from the commit that set the version on, or backwards from the publish time. */
async function commitsAround(view: string, { publishedAt, versionTime }: Around, signal: AbortSignal) {
  const published = publishedAt === null ? Number.NaN : Math.ceil(Date.parse(publishedAt) / 1000);
  const window: string[] = [];
  if (versionTime !== null)
    window.push(`--since=@${versionTime - day}`, `--until=@${versionTime + 30 * day}`);
  else if (!Number.isNaN(published)) window.push(`--until=@${published + 2 * day}`);
  const bound = versionTime === null ? [`--max-count=${most}`] : [];
  const output = await gitRead(
    view,
    ['log', '--branches', '--tags', '--format=%H %T', ...bound, ...window],
    signal,
  );
  const commits = [...output.matchAll(/^([0-9a-f]{40}) ([0-9a-f]{40})$/gm)].map(
    ([, commit = '', tree = '']) => ({ commit, tree }),
  );
  if (versionTime !== null) commits.reverse();
  return commits.slice(0, most);
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
