import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../../src/config/defaults.js';
import { diffed, statuses } from '../../support/diffed.js';
import { npmTarball, tarball } from '../../support/tarball.js';

const plain = npmTarball({ a: 'a' });
const nested = (depth: number, inner: string) => `${'['.repeat(depth)}${inner}${']'.repeat(depth)}`;

describe('diff of hostile input ends with a clear finding:', { timeout: 120_000 }, () => {
  it.each([
    [
      'E_ARCHIVE_RATIO',
      'a gzip bomb',
      gzipSync(tarball([{ path: 'package/a', content: Buffer.alloc(64 * 2 ** 20) }], { gzip: false })),
    ],
    [
      'E_ARCHIVE_PATH_TOO_LONG',
      'a name of 64 KiB',
      tarball([{ path: `package/${'n'.repeat(65_536)}`, content: 'a' }]),
    ],
    [
      'E_ARCHIVE_TOO_MANY_ENTRIES',
      'more entries than are read',
      // The same block again and again: one header of an empty file.
      gzipSync(
        Buffer.alloc(30_000 * 512, tarball([{ path: 'package/a' }], { gzip: false }).subarray(0, 512)),
      ),
    ],
  ])('%s for %s', async (code, _, bomb) => {
    const archive = { ...defaultConfig.archive, entries: 20_000 };
    // Headers that are all the same would count as a bomb of another kind.
    const config = {
      archive: code === 'E_ARCHIVE_TOO_MANY_ENTRIES' ? { ...archive, ratio: 100_000 } : archive,
    };
    await expect(diffed(plain, bomb, config)).rejects.toMatchObject({ code, exitCode: 3 });
    await expect(diffed(bomb, plain, config)).rejects.toMatchObject({ code, exitCode: 3 });
  });

  it.each([
    ['a.json', nested(200_000, '1'), nested(200_000, '2')],
    ['package.json', nested(200_000, '1'), nested(200_000, '2')],
    ['a.js', `f("x", ${nested(100_000, '1')})`, `f('x', ${nested(100_000, '1')})`],
    ['a.ts', `let a = "x"${'.a'.repeat(100_000)}`, `let a = 'x'${'.a'.repeat(100_000)} + 1`],
  ])('a difference for a %s that is nested too deeply', async (path, before, after) => {
    const { verdict, entries } = await diffed({ [path]: before }, { [path]: after });
    expect({ verdict, status: entries[0]!.status }).toEqual({ verdict: 'different', status: 'different' });
  });

  it('a difference for two texts that have no line in common', async () => {
    const lines = () => randomBytes(400_000).toString('hex').replace(/.{20}/g, '$&\n');
    const started = performance.now();
    const { entries } = await diffed({ 'a.txt': lines() }, { 'a.txt': lines() });
    expect(entries).toMatchObject([{ status: 'different', difference: { truncated: true } }]);
    expect(performance.now() - started).toBeLessThan(30_000);
  });

  it('bombs inside of archives inside are bytes like others', async () => {
    const bomb = (last: string) => gzipSync(Buffer.concat([Buffer.alloc(2 ** 22), Buffer.from(last)]));
    const result = await diffed({ 'a.gz': bomb('1') }, { 'a.gz': bomb('2') });
    expect(statuses(result)).toEqual({ 'a.gz': 'different' });
  });
});
