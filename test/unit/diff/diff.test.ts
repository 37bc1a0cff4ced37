import { createHash } from 'node:crypto';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { archiveLimitsSchema } from '../../../src/config/schema.js';
import { diffSchema } from '../../../src/diff/result.js';
import { diff } from '../../../src/diff.js';
import { context, diffed, statuses, unpacked } from '../../support/diffed.js';
import { equalFiles } from '../../support/equal-files.js';
import { temporaryFolder } from '../../support/folder.js';
import { npmTarball, type TarEntry, tarball } from '../../support/tarball.js';

const file = (path: string, content: string, more: Partial<TarEntry> = {}): TarEntry => ({
  path: `package/${path}`,
  content,
  ...more,
});

describe('diff of two tarballs', () => {
  it('says of each path what became of it, with a readable difference', async () => {
    const result = await diffed(
      { same: 's', gone: 'g', 'a.js': 'let a = 1;\nlet b = 2;\n', 'b.md': 'x\r\n' },
      { same: 's', come: 'c', 'a.js': 'let a = 1;\nlet b = 3;\n', 'b.md': 'x\n' },
    );
    expect(statuses(result)).toEqual({
      'a.js': 'different',
      'b.md': 'equivalent',
      come: 'only-in-b',
      gone: 'only-in-a',
      same: 'same',
    });
    expect({ verdict: result.verdict, level: result.level }).toEqual({ verdict: 'different', level: null });
    const [changed, equal, come, gone] = result.entries;
    expect(changed!.difference!.lines).toEqual(
      expect.arrayContaining([
        { sign: '-', text: 'let b = 2;' },
        { sign: '+', text: 'let b = 3;' },
      ]),
    );
    expect(equal!.normalizations).toMatchObject([{ name: 'line-endings' }]);
    expect([come!.a, gone!.b]).toEqual([null, null]);
    expect(come!.b).toEqual({ size: 1, mode: 0o644, sha256: createHash('sha256').update('c').digest('hex') });
    expect(diffSchema.safeParse(result).success).toBe(true);
  });

  it.each([
    ['bit-identical', npmTarball({ a: 'a' }), npmTarball({ a: 'a' })],
    [
      'tar-identical',
      npmTarball({ a: 'a' }),
      gzipSync(tarball([file('a', 'a')], { gzip: false }), { level: 1 }),
    ],
    ['content-identical', npmTarball({ a: 'a', b: 'b' }), npmTarball({ b: 'b', a: 'a' })],
    ['content-identical', npmTarball({ a: 'a' }), npmTarball({ a: 'a' }, { root: 'other' })],
    ['equivalent', npmTarball({ a: 'a' }), tarball([file('a', 'a', { mode: 0o755 })])],
    ['equivalent', npmTarball({ 'a.js': 'f("x")' }), npmTarball({ 'a.js': "f('x');\n" })],
  ])('the same: %s', async (level, a, b) => {
    expect(await diffed(a, b)).toMatchObject({ verdict: 'same', level });
    expect(await diffed(b, a)).toMatchObject({ verdict: 'same', level });
  });

  it('names both modes', async () => {
    const { entries } = await diffed(npmTarball({ a: 'a' }), tarball([file('a', 'a', { mode: 0o755 })]));
    expect(entries[0]!.normalizations).toMatchObject([
      { name: 'mode-bits', detail: 'mode 644 in a, 755 in b' },
    ]);
  });

  it.each([0o4755, 0o2755, 0o1755])('a bit of %i that comes or goes is a difference', async (mode) => {
    const plain = tarball([file('a', 'a', { mode: 0o755 })]);
    const special = tarball([file('a', 'a', { mode })]);
    for (const [a, b] of [
      [plain, special],
      [special, plain],
    ] as const) {
      const { verdict, entries } = await diffed(a, b);
      expect(verdict).toBe('different');
      expect(entries[0]!.difference!.summary).toMatch(/^same bytes; mode \d+ in a, \d+ in b$/);
    }
    const other = tarball([file('a', 'a', { mode }), file('b', 'b')]);
    expect(statuses(await diffed(special, other))).toEqual({ a: 'same', b: 'only-in-b' });
  });

  it.each([
    ['a stamped version', { version: '1.0.0' }, { version: '1.0.1' }],
    ['a removed field', { version: '1.0.0', devDependencies: { x: '1' } }, { version: '1.0.0' }],
    ['a removed script', { scripts: { postinstall: 'x' } }, {}],
    ['a resolved range', { dependencies: { x: 'workspace:*' } }, { dependencies: { x: '1.0.0' } }],
  ])('%s is a difference: nothing proves that publishing made it', async (_, a, b) => {
    expect((await diffed({ 'package.json': a }, { 'package.json': b })).verdict).toBe('different');
  });

  it.each([
    ['a date', '// built 2024-01-02\n', '// built 2024-01-03\n'],
    ['a folder', 'f("/checkout/a.ts")', 'f("/home/me/a.ts")'],
    ['a string', 'f("x")', 'f("y")'],
  ])('%s is a difference', async (_, a, b) => {
    expect((await diffed({ 'a.txt': a }, { 'a.txt': b })).verdict).toBe('different');
  });

  it.each(Object.entries(equalFiles))(
    'the same by a normalizer that needs no proof: %s',
    async (name, [path, a, b]) => {
      for (const [one, other] of [
        [a, b],
        [b, a],
      ] as const) {
        const { verdict, entries } = await diffed({ [path]: one }, { [path]: other });
        expect([verdict, entries[0]!.normalizations.map((each) => each.name)]).toEqual(['same', [name]]);
      }
    },
  );

  it('names of local bindings are none', async () => {
    const { entries } = await diffed({ 'a.mjs': 'let a = 1; f(a);\n' }, { 'a.mjs': 'let b = 1; f(b);\n' });
    expect(entries[0]!.normalizations).toMatchObject([{ name: 'script-names' }]);
  });

  it('texts that a source map lost are none, and texts that it gained are a difference', async () => {
    const without = { version: 3, mappings: 'AAAA', names: [], sources: ['a.ts'] };
    const having = { ...without, sourcesContent: ['a;'] };
    expect((await diffed({ 'a.js.map': having }, { 'a.js.map': without })).verdict).toBe('same');
    expect((await diffed({ 'a.js.map': without }, { 'a.js.map': having })).verdict).toBe('different');
  });

  it('order of keys is none', async () => {
    const result = await diffed(
      { 'package.json': { name: 'a', version: '1.0.0' } },
      { 'package.json': { version: '1.0.0', name: 'a' } },
    );
    expect(result.level).toBe('equivalent');
  });

  it.each([
    ['a link', [file('a', 'a'), file('l', '', { type: '2', linkname: 'a' })]],
    ['a second copy with other bytes', [file('a', 'first'), file('a', 'a')]],
    ['a second folder', [file('a', 'a'), { path: 'other/a', content: 'a' }]],
  ])('%s in one of them is a difference, though npm installs the same', async (_, odd) => {
    const [plain, tricky] = [npmTarball({ a: 'a' }), tarball(odd)];
    const forth = await diffed(plain, tricky);
    expect(statuses(forth)).toEqual({ a: 'same' });
    expect(forth.verdict).toBe('different');
    expect(forth.oddOnlyIn.b.length).toBeGreaterThan(0);
    expect((await diffed(tricky, plain)).oddOnlyIn.a.length).toBeGreaterThan(0);
    expect((await diffed(tricky, tricky)).level).toBe('bit-identical');
  });

  it('bytes behind the compressed data are a difference, though the tar stream is the same', async () => {
    const plain = npmTarball({ a: 'a' });
    expect(await diffed(plain, Buffer.concat([plain, Buffer.from('payload')]))).toMatchObject({
      verdict: 'different',
      oddOnlyIn: { b: [{ kind: 'trailing-data' }] },
    });
  });

  it('of paths that occur twice the one that installs is compared', async () => {
    const result = await diffed(
      tarball([file('a.js', 'x()'), file('a.js', 'y()')]),
      tarball([file('a.js', 'y()'), file('a.js', 'x()')]),
    );
    expect(statuses(result)).toEqual({ 'a.js': 'different' });
    expect(result.entries[0]!.difference!.lines).toEqual(
      expect.arrayContaining([
        { sign: '-', text: 'y()' },
        { sign: '+', text: 'x()' },
      ]),
    );
  });

  it('a file too large to look into is different, and said to be', async () => {
    const large = (last: string) => Buffer.concat([Buffer.alloc(33 * 2 ** 20, 0x20), Buffer.from(last)]);
    const { entries } = await diffed(
      tarball([file('a.md', '', { content: large('\r\n') })], { gzip: false }),
      tarball([file('a.md', '', { content: large('\n') })], { gzip: false }),
    );
    expect(entries).toMatchObject([{ status: 'different', notRead: expect.stringContaining('more than') }]);
  });

  it.each([
    ['damaged', npmTarball({ a: 'a' }).subarray(0, 40), 'E_ARCHIVE_CORRUPT'],
    ['empty', Buffer.alloc(0), 'E_ARCHIVE_CORRUPT'],
    ['too many', npmTarball({ a: '', b: '', c: '' }), 'E_ARCHIVE_TOO_MANY_ENTRIES'],
  ])('one that is %s leaves nothing to say, whichever it is', async (_, broken, code) => {
    const limits = { archive: archiveLimitsSchema.parse({ entries: 2 }) };
    const whole = npmTarball({ a: 'a' });
    for (const [a, b, spec] of [
      [whole, broken, /b\.tgz$/],
      [broken, whole, /a\.tgz$/],
      [broken, broken, /[ab]\.tgz$/],
    ] as const)
      await expect(diffed(a, b, limits)).rejects.toMatchObject({
        code,
        exitCode: 3,
        spec: expect.stringMatching(spec),
      });
  });

  it('is the same exactly when every file is, whatever the order', async () => {
    const name = fc.stringMatching(/^[a-z]{1,3}\.bin$/);
    const files = fc.dictionary(name, fc.uint8Array({ maxLength: 20 }), {
      minKeys: 1,
      noNullPrototype: true,
    });
    const contents = (given: Record<string, Uint8Array>) =>
      Object.fromEntries(Object.entries(given).map(([path, bytes]) => [path, Buffer.from(bytes)]));
    await fc.assert(
      fc.asyncProperty(files, files, fc.boolean(), async (one, other, copy) => {
        const [a, b] = [contents(one), contents(copy ? one : other)];
        const reversed = Object.fromEntries(Object.entries(b).reverse());
        const equal =
          Object.keys(a).length === Object.keys(b).length &&
          Object.entries(a).every(([path, bytes]) => b[path]?.equals(bytes) === true);
        expect((await diffed(a, reversed)).verdict === 'same').toBe(equal);
      }),
      { numRuns: 60 },
    );
  });
});

describe('diff of folders', () => {
  it('compares a folder with a tarball of it, nothing left out', async () => {
    const folder = await unpacked({ 'package.json': '{}\n', 'lib/a.js': 'a', '.npmignore': 'lib' });
    const path = join(await temporaryFolder(), 'a.tgz');
    await writeFile(path, npmTarball({ 'package.json': '{}\n', 'lib/a.js': 'a', '.npmignore': 'lib' }));
    const { verdict, level, a, b } = await diff(folder, path, context(folder));
    expect({ verdict, level }).toEqual({ verdict: 'same', level: 'content-identical' });
    expect([a, b]).toMatchObject([
      { origin: 'folder', integrity: null },
      { origin: 'file', integrity: expect.stringContaining('sha512-') },
    ]);
  });

  it('a link that only one has is a difference', async () => {
    const [one, other] = [await unpacked({ a: 'a' }), await unpacked({ a: 'a' })];
    expect((await diff(one, other, context(one))).level).toBe('content-identical');
    await symlink('a', join(other, 'b'));
    expect(await diff(one, other, context(one))).toMatchObject({
      verdict: 'different',
      oddOnlyIn: { b: [{ kind: 'link', path: 'b' }] },
    });
  });

  it('what does not exist is wrong usage', async () => {
    const folder = await unpacked({ a: 'a' });
    await expect(diff(folder, join(folder, 'no-such'), context(folder))).rejects.toMatchObject({
      code: 'E_NO_SUCH_FILE',
      exitCode: 2,
    });
  });
});
