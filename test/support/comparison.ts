import { openAccounts } from '../../src/compare/accounts.js';
import { compareWithRebuild, compareWithSource } from '../../src/compare/compare.js';
import { describeComparison } from '../../src/compare/describe.js';
import { equivalence } from '../../src/compare/equivalence.js';
import type { CompareLimits } from '../../src/compare/limits.js';
import type { Normalizer, NormalizerInput } from '../../src/compare/normalizer.js';
import { generalNormalizers } from '../../src/compare/normalizers/index.js';
import type { Comparison } from '../../src/compare/schema.js';
import { npmNormalizers } from '../../src/npm/normalizers/index.js';
import { entriesOf, type FakeFile, memoryReference, releaseReader } from './reference.js';

/** Facts that the normalizers of these comparisons may rely on. */
export const proven: NormalizerInput['proven'] = {
  name: 'tiny',
  version: '1.2.3',
  sourceVersion: null,
  commit: null,
  commitTime: null,
  publishedAt: null,
};

/** What normalizers make of one file of a release and its counterpart; null where the two stay unequal. */
export function normalized(
  path: string,
  release: string | Buffer,
  reference: string | Buffer,
  given: Partial<Pick<NormalizerInput, 'against' | 'built' | 'proven'>> = {},
  normalizers: readonly Normalizer[] = generalNormalizers,
): ReturnType<typeof equivalence> {
  const [entry] = entriesOf({ [path]: release });
  const file = { path, mode: 0o644, size: null, sha256: null, gitBlob: null };
  const sides = { release: Buffer.from(release), reference: Buffer.from(reference) };
  const usual = { against: 'source' as const, built: null, proven };
  return equivalence({ entry: entry!, file, ...sides, ...usual, ...given }, normalizers);
}

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
