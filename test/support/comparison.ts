import { openAccounts } from '../../src/compare/accounts.js';
import { compareWithRebuild, compareWithSource } from '../../src/compare/compare.js';
import { describeComparison } from '../../src/compare/describe.js';
import type { CompareLimits } from '../../src/compare/limits.js';
import { generalNormalizers } from '../../src/compare/normalizers/index.js';
import type { Comparison } from '../../src/compare/schema.js';
import { npmNormalizers } from '../../src/npm/normalizers/index.js';
import { entriesOf, type FakeFile, memoryReference, releaseReader } from './reference.js';

/** Facts that the normalizers of these comparisons may rely on. */
export const proven = { name: 'tiny', version: '1.2.3', commit: null, commitTime: null, publishedAt: null };

/** What to compare: a release with the tree of a repository, and with rebuilds in that order. */
export interface Compared {
  release: Record<string, FakeFile>;
  source?: Record<string, FakeFile>;
  directory?: string;
  rebuilds?: Record<string, FakeFile>[];
  /** Paths that the manifest loads. */
  loaded?: string[];
  limits?: CompareLimits;
  blobs?: Record<string, string>;
}

/** Runs the whole comparison as the pipeline does, on files in memory. */
export async function compared(input: Compared): Promise<Comparison> {
  const { release, source = {}, directory = '', rebuilds = [], loaded = [], limits, blobs } = input;
  const readRelease = releaseReader(release);
  const options = {
    readRelease,
    normalizers: [...generalNormalizers, ...npmNormalizers],
    proven,
    ...(limits ? { limits } : {}),
  };
  const tree = memoryReference(source, { ...(blobs ? { blobs } : {}) });
  const built = rebuilds.map((files, index) =>
    memoryReference(files, { kind: 'rebuild', id: `plan-${index + 1}` }),
  );
  let accounts = await compareWithSource(openAccounts(entriesOf(release)), tree, directory, loaded, options);
  for (const reference of built) accounts = await compareWithRebuild(accounts, reference, options);
  return describeComparison(accounts, [tree, ...built], readRelease, limits);
}

/** Kind of evidence by path. */
export const evidenceKinds = ({ entries }: Comparison): Record<string, string> =>
  Object.fromEntries(entries.map(({ path, evidence }) => [path, evidence.kind]));
