/**
 * Compares two tarballs as a release is compared with a rebuild, with the built code, and prints the comparison and the processor's seconds
 * that it took, those of its children among them. For the other benches.
 *
 *   node dist-bench/bench/compare-pair.js <reference.tgz> <release.tgz>
 */
import { readFile } from 'node:fs/promises';
import type { Reference } from '../src/compare/reference.js';

/** What `npm run build` made: the code here finds no process of its own to parse scripts in. */
const built = <Module>(path: string): Promise<Module> =>
  import(new URL(`../../dist/${path}`, import.meta.url).href);
const { readContents } = await built<typeof import('../src/archive/contents.js')>('archive/contents.js');
const { readArchive } = await built<typeof import('../src/archive/read.js')>('archive/read.js');
const { openAccounts } = await built<typeof import('../src/compare/accounts.js')>('compare/accounts.js');
const { compareWithRebuild } = await built<typeof import('../src/compare/compare.js')>('compare/compare.js');
const { describeComparison } =
  await built<typeof import('../src/compare/describe.js')>('compare/describe.js');
const { generalNormalizers } = await built<typeof import('../src/compare/normalizers/index.js')>(
  'compare/normalizers/index.js',
);
const { archiveLimitsSchema } = await built<typeof import('../src/config/schema.js')>('config/schema.js');

const [before, after] = process.argv.slice(2) as [string, string];
const limits = archiveLimitsSchema.parse({});
const read = (tarball: string) => (paths: Iterable<string>) =>
  readContents(tarball, new Set(paths), { limits, entryBytes: 2 ** 28, totalBytes: 2 ** 28 });

const [reference, release] = [await readArchive(before, { limits }), await readArchive(after, { limits })];
const rebuild: Reference = {
  kind: 'rebuild',
  id: before,
  files: new Map(reference.archive.entries.map((entry) => [entry.path, { ...entry }])),
  built: null,
  read: read(before),
  hash: async () => new Map(reference.archive.entries.map(({ path, sha256 }) => [path, sha256])),
};
const readRelease = read(after);
const proven = {
  name: '',
  version: '',
  sourceVersion: null,
  commit: null,
  commitTime: null,
  publishedAt: null,
};
const accounts = await compareWithRebuild(openAccounts(release.archive.entries), rebuild, {
  readRelease,
  normalizers: generalNormalizers,
  proven,
});
const comparison = await describeComparison(accounts, [rebuild], readRelease);
// Hundredths of a second in user and system mode, its own and those of children that ended (proc(5)).
const times = (await readFile('/proc/self/stat', 'utf8'))
  .replace(/^.*\) /, '')
  .split(' ')
  .slice(11, 15);
const processorSeconds = times.reduce((sum, ticks) => sum + Number(ticks), 0) / 100;
console.log(JSON.stringify({ comparison, processorSeconds }));
