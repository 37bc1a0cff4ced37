import { openAccounts } from '../compare/accounts.js';
import { compareWithRebuild } from '../compare/compare.js';
import { describeComparison } from '../compare/describe.js';
import { defaultCompareLimits } from '../compare/limits.js';
import { generalNormalizers } from '../compare/normalizers/index.js';
import type { Reference } from '../compare/reference.js';
import { npmNormalizers } from '../npm/normalizers/index.js';
import { diffEntries } from './entries.js';
import type { DiffEntry } from './result.js';
import type { Side } from './side.js';

/**
 * Those that need no proof from a source. A stamped version, a date of the build, the publisher's folder or a dependency that a manager
 * rewrote are differences here: nothing says that they are what they look like.
 */
const normalizers = [...generalNormalizers, ...npmNormalizers].filter(({ needsProof }) => !needsProof);

/** Every entry of both, each as what became of it: the newer side is held against the older as a release against a rebuild. */
export async function compareSides(before: Side, after: Side): Promise<DiffEntry[]> {
  const reference = referenceOf(before);
  const readRelease = (paths: ReadonlySet<string>) => after.read(paths, defaultCompareLimits.fileBytes);
  const accounts = await compareWithRebuild(openAccounts(after.entries), reference, {
    readRelease,
    normalizers,
    proven: { name: '', version: '', sourceVersion: null, commit: null, commitTime: null, publishedAt: null },
  });
  const comparison = await describeComparison(accounts, [reference], readRelease);
  return diffEntries(before.entries, after.entries, comparison);
}

function referenceOf({ entries, read }: Side): Reference {
  const files = new Map(entries.map((entry) => [entry.path, entry]));
  return {
    kind: 'rebuild',
    id: 'a',
    files,
    built: null,
    read,
    hash: async (paths) =>
      new Map([...paths].flatMap((path) => (files.has(path) ? [[path, files.get(path)!.sha256]] : []))),
  };
}
