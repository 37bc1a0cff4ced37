/**
 * Compares two tarballs as a release is compared with a rebuild, and prints the comparison. For the other benches.
 *
 *   node dist-bench/bench/compare-pair.js <reference.tgz> <release.tgz>
 */
import { readContents } from '../src/archive/contents.js';
import { readArchive } from '../src/archive/read.js';
import { openAccounts } from '../src/compare/accounts.js';
import { compareWithRebuild } from '../src/compare/compare.js';
import { describeComparison } from '../src/compare/describe.js';
import { generalNormalizers } from '../src/compare/normalizers/index.js';
import type { Reference } from '../src/compare/reference.js';
import { archiveLimitsSchema } from '../src/config/schema.js';

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
const proven = { name: '', version: '', commit: null, commitTime: null, publishedAt: null };
const accounts = await compareWithRebuild(openAccounts(release.archive.entries), rebuild, {
  readRelease,
  normalizers: generalNormalizers,
  proven,
});
console.log(JSON.stringify(await describeComparison(accounts, [rebuild], readRelease)));
