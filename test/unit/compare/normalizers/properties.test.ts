import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { generalNormalizers } from '../../../../src/compare/normalizers/index.js';
import { modeBits, modesAgree } from '../../../../src/compare/normalizers/mode-bits.js';
import { npmNormalizers } from '../../../../src/npm/normalizers/index.js';
import { normalized, proven } from '../../../support/comparison.js';
import { entriesOf } from '../../../support/reference.js';
import { type TarEntry, tarball, tarHeader } from '../../../support/tarball.js';

type Words = readonly [string, string, string];
type Text = string | Buffer;
/** Both sides of a file that holds some words; the same words on both sides are the same file, after one normalizer. */
type Made = (words: Words) => { release: Text; reference: Text };

interface Row {
  path: string;
  made: fc.Arbitrary<Made>;
  facts?: Partial<typeof proven>;
}

const all = [...generalNormalizers, ...npmNormalizers];
const commit = 'c6eafb2e1b3cf00dfeed0123456789abcdef0123';
const known = {
  ...proven,
  version: '1.2.3',
  sourceVersion: '1.2.2',
  commit,
  commitTime: '2023-05-10T09:00:00.000Z',
  publishedAt: '2023-05-12T10:00:00.000Z',
};
const built = { from: '2026-11-24T08:00:00.000Z', to: '2026-11-24T08:05:00.000Z' };

function needed(path: string, release: Text, reference: Text, facts: Partial<typeof proven> = {}) {
  const given = { against: 'rebuild' as const, built, proven: { ...known, ...facts } };
  return normalized(path, release, reference, given, all)?.map(({ name }) => name) ?? null;
}

const between = ({ from, to }: { from: string; to: string }) =>
  fc.integer({ min: Date.parse(from), max: Date.parse(to) }).map((time) => new Date(time));
const script = ([a, b, c]: Words, middle: string) => `${a}(1);\n${middle}\n${b}.${c} = 2;\n`;
const folder = fc
  .array(fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/), { minLength: 1, maxLength: 5 })
  .map((parts) => `/home/${parts.join('/')}`);
const hex = (length: number) =>
  fc
    .array(fc.constantFrom(...'0123456789abcdef'), { minLength: length, maxLength: length })
    .map((all) => all.join(''));

const dateForms: ((date: Date) => string)[] = [
  (date) => date.toISOString(),
  (date) => date.toISOString().slice(0, 10),
  (date) => date.toISOString().slice(0, 16).replace('T', ' '),
  (date) => date.toUTCString(),
  (date) => String(date.getTime()),
];
const around: ((value: string) => string)[] = [
  (value) => `/*! ${value} */`,
  (value) => `built("${value}")`,
  (value) => `// made ${value}`,
];
const ofCommit: ((id: string) => string)[] = [
  (id) => `const COMMIT = "${id}";`,
  (id) => `x={gitHead:'${id}'}`,
  (id) => `/*! tiny ${id} */`,
  (id) => `// ${id}\ncommitHash="${id}"`,
];
const ofVersion: ((version: string) => string)[] = [
  (version) => `const VERSION = "${version}";`,
  (version) => `x={version:'${version}'}`,
  (version) => `/*! tiny v${version} | MIT */`,
  (version) => `agent("tiny/${version}")`,
];

const map = ([a, b, c]: Words, head: string) =>
  JSON.stringify({
    version: 3,
    mappings: `AAAA;${a}`,
    names: [b],
    sources: [`${head}${c || 'none'}.ts`],
    sourcesContent: [a],
  });
/** Two words are in the script, one is in its map. */
const inline = ([a, b, c]: Words, head: string) =>
  `${script([a, b, 'c'], 'f();')}//# sourceMappingURL=data:application/json;base64,${Buffer.from(map([c, 'n', 's'], head)).toString('base64')}`;
const heads = fc.constantFrom('../', '../../src/', '/home/me/tiny/', 'webpack://tiny/./', 'deep/er/');
const twoHeads = fc.tuple(heads, heads).filter(([one, other]) => one !== other);

const tar = ([a, b, c]: Words, time: string, owner: string) => {
  const entries: TarEntry[] = [
    { path: `a/${a}`, content: b },
    { path: 'run', content: c, mode: c.length % 2 ? 0o755 : 0o644 },
  ];
  const header = (entry: TarEntry) =>
    tarHeader(entry, (bytes) => {
      bytes.write(time, 136);
      bytes.write(owner, 265);
    });
  return tarball(
    entries.map((entry) => ({ ...entry, rawHeader: header(entry) })),
    { gzip: false },
  );
};
const octalTime = fc
  .integer({ min: 1, max: 0o77777777777 })
  .map((time) => time.toString(8).padStart(11, '0'));
const level = fc.constantFrom<1 | 6 | 9>(1, 6, 9);
const zip = ([a, b, c]: Words, made: Date, how: 1 | 6 | 9) =>
  Buffer.from(
    zipSync({ [`a${a}`]: Buffer.from(b.repeat(20)), b: Buffer.from(c) }, { mtime: made, level: how }),
  );
const manifest = ([a, b, c]: Words) => ({
  name: 'tiny',
  version: '1.2.2',
  main: `${a}.js`,
  scripts: { install: b, test: 'x' },
  dependencies: { [`d${c}`]: '1.0.0' },
  devDependencies: { e: '1.0.0' },
});

const times = { from: known.commitTime, to: known.publishedAt };
const rows: Record<string, Row> = {
  'byte-order-mark': {
    path: 'a.js',
    made: fc.boolean().map((ours) => (words) => {
      const text = script(words, 'f();');
      return ours
        ? { release: `\ufeff${text}`, reference: text }
        : { release: text, reference: `\ufeff${text}` };
    }),
  },
  'line-endings': {
    path: 'a.js',
    made: fc.constantFrom('\r\n', '\r').map((end) => (words) => {
      const text = script(words, 'f();');
      return { release: text.replaceAll('\n', end), reference: text };
    }),
  },
  'final-newline': {
    path: 'a.css',
    made: fc.boolean().map((ours) => (words) => {
      const text = script(words, 'f();').trimEnd();
      return ours ? { release: `${text}\n`, reference: text } : { release: text, reference: `${text}\n` };
    }),
  },
  'build-date': {
    path: 'a.js',
    made: fc
      .tuple(between(times), between(built), fc.constantFrom(...dateForms), fc.constantFrom(...around))
      .map(([ours, theirs, form, place]) => (words) => ({
        release: script(words, place(form(ours))),
        reference: script(words, place(form(theirs))),
      })),
  },
  'embedded-commit': {
    path: 'a.js',
    made: fc
      .tuple(hex(40), fc.integer({ min: 7, max: 40 }), fc.constantFrom(...ofCommit))
      // Only digits are a number, and no commit.
      .filter(
        ([theirs, length]) =>
          /[a-f]/.test(theirs.slice(0, length)) && theirs.slice(0, 7) !== commit.slice(0, 7),
      )
      .map(([theirs, length, place]) => (words) => ({
        release: script(words, place(commit.slice(0, length))),
        reference: script(words, place(theirs.slice(0, length))),
      })),
  },
  'builder-path': {
    path: 'a.sh',
    made: fc.tuple(folder, fc.integer({ min: 1, max: 4 })).map(([place, amount]) => (words) => {
      const text = (where: string) => script(words, `x="${where}/a"\n`.repeat(amount));
      return { release: text(place), reference: text('/build') };
    }),
  },
  'inline-source-map': {
    path: 'a.js',
    made: twoHeads.map(([ours, theirs]) => (words) => ({
      release: inline(words, ours),
      reference: inline(words, theirs),
    })),
  },
  'json-layout': {
    path: 'a.json',
    made: fc.constantFrom(1, 2, 4, '\t').map((indent) => (words) => ({
      release: JSON.stringify(words, null, indent),
      reference: JSON.stringify(words),
    })),
  },
  'source-map': {
    path: 'a.js.map',
    made: twoHeads.map(([ours, theirs]) => (words) => ({
      release: map(words, ours),
      reference: map(words, theirs),
    })),
  },
  'inner-gzip': {
    path: 'a.gz',
    made: fc.tuple(fc.nat(0xffffffff), level).map(([time, how]) => (words) => {
      const bytes = gzipSync(script(words, 'f();').repeat(9), { level: how });
      const dated = Buffer.from(bytes);
      dated.writeUInt32LE(time, 4);
      return { release: dated, reference: gzipSync(script(words, 'f();').repeat(9), { level: 6 }) };
    }),
  },
  'inner-tar': {
    path: 'a.tar',
    made: fc
      .tuple(octalTime, octalTime, fc.constantFrom('root', 'runner'))
      .filter(([one, other]) => one !== other)
      .map(([ours, theirs, owner]) => (words) => ({
        release: tar(words, ours, owner),
        reference: tar(words, theirs, 'root'),
      })),
  },
  'inner-zip': {
    path: 'a.zip',
    made: fc
      .tuple(fc.integer({ min: 1981, max: 2090 }), level, level)
      .map(([year, ours, theirs]) => (words) => ({
        release: zip(words, new Date(year, 5, 5), ours),
        reference: zip(words, new Date(1980, 5, 5), theirs),
      })),
  },
  'embedded-version': {
    path: 'a.js',
    made: fc.tuple(fc.constantFrom(...ofVersion), fc.boolean()).map(([place, behind]) => (words) => {
      const [ours, theirs] = behind ? ['1.2.2', '1.2.3'] : ['1.2.3', '1.2.2'];
      return { release: script(words, place(ours)), reference: script(words, place(theirs)) };
    }),
  },
  'package-json-order': {
    path: 'package.json',
    made: fc.boolean().map(() => (words) => ({
      release: JSON.stringify(Object.fromEntries(Object.entries(manifest(words)).reverse())),
      reference: JSON.stringify(manifest(words)),
    })),
  },
  'package-json-publishing': {
    path: 'package.json',
    made: fc
      .record({
        version: fc.boolean(),
        development: fc.boolean(),
        scripts: fc.boolean(),
        registry: fc.boolean(),
      })
      .filter((done) => Object.values(done).includes(true))
      .map((done) => (words) => {
        const { devDependencies, scripts, version, ...rest } = manifest(words);
        const release = {
          ...rest,
          version: done.version ? '1.2.3' : version,
          scripts: done.scripts ? { install: scripts.install } : scripts,
          ...(done.development ? {} : { devDependencies }),
          ...(done.registry ? { _id: 'tiny@1.2.3', gitHead: commit } : {}),
        };
        return { release: JSON.stringify(release), reference: JSON.stringify(manifest(words)) };
      }),
  },
};

const word = fc.constantFrom('alpha', 'beta', 'gamma');
const words = fc.tuple(word, word, word);
const change = fc.tuple(fc.nat(2), fc.constantFrom('delta', 'alphax', ''));

describe('properties of', () => {
  it('every normalizer are asked', () => {
    expect(Object.keys(rows).sort()).toEqual(all.map(({ name }) => name).sort());
  });

  it.each(Object.entries(rows))('%s: what it makes equal is always equal', (name, { path, made }) => {
    fc.assert(
      fc.property(words, made, (text, make) => {
        const { release, reference } = make(text);
        fc.pre(!Buffer.from(release).equals(Buffer.from(reference)));
        expect(needed(path, release, reference)).toContain(name);
      }),
      { numRuns: 200 },
    );
  });

  it.each(Object.entries(rows))(
    '%s: anything else that changes as well is never equal',
    (_, { path, made }) => {
      fc.assert(
        fc.property(words, made, change, (text, make, [at, other]) => {
          const edited = text.map((each, index) => (index === at ? other : each)) as unknown as Words;
          expect(needed(path, make(edited).release, make(text).reference)).toBeNull();
        }),
        { numRuns: 300 },
      );
    },
  );

  it('build-date: a date before the commit or after publishing is never equal', () => {
    const days = 24 * 3_600_000;
    const outside = fc.oneof(
      between({
        from: '2001-01-01T00:00:00Z',
        to: new Date(Date.parse(times.from) - 2 * days).toISOString(),
      }),
      between({ from: new Date(Date.parse(times.to) + 2 * days).toISOString(), to: '2026-11-20T00:00:00Z' }),
    );
    fc.assert(
      fc.property(
        words,
        outside,
        between(built),
        fc.constantFrom(...dateForms),
        fc.constantFrom(...around),
        (text, ours, theirs, form, place) => {
          expect(
            needed('a.js', script(text, place(form(ours))), script(text, place(form(theirs)))),
          ).toBeNull();
        },
      ),
    );
  });

  it('embedded-commit: a commit that is not the proven one is never equal', () => {
    fc.assert(
      fc.property(words, hex(40), hex(40), fc.constantFrom(...ofCommit), (text, ours, theirs, place) => {
        fc.pre(ours !== theirs && !ours.startsWith(commit.slice(0, 7)));
        expect(needed('a.js', script(text, place(ours)), script(text, place(theirs)))).toBeNull();
      }),
    );
  });

  it("embedded-version: a version that is not the release's is never equal", () => {
    const version = fc.tuple(fc.nat(30), fc.nat(30), fc.nat(30)).map((parts) => parts.join('.'));
    fc.assert(
      fc.property(words, version, version, fc.constantFrom(...ofVersion), (text, ours, theirs, place) => {
        fc.pre(ours !== theirs && ours !== '1.2.3' && theirs !== '1.2.3');
        expect(needed('a.js', script(text, place(ours)), script(text, place(theirs)))).toBeNull();
      }),
    );
  });

  it('builder-path: a folder that is another at one place is never equal', () => {
    fc.assert(
      fc.property(words, folder, folder, (text, one, other) => {
        fc.pre(one !== other);
        const of = (first: string, second: string) => script(text, `x="${first}/a"\ny="${second}/b"`);
        expect(needed('a.sh', of(one, other), of('/build', '/build'))).toBeNull();
      }),
    );
  });

  it('mode-bits: other permissions are named and bytes left alone; special bits are never equal', () => {
    const mode = fc.nat(0o7777);
    fc.assert(
      fc.property(
        mode,
        mode,
        fc.constantFrom('source' as const, 'rebuild' as const),
        (ours, theirs, against) => {
          const bytes = Buffer.from('x');
          const entry = { ...entriesOf({ a: 'x' })[0]!, mode: ours };
          const file = { path: 'a', mode: theirs, size: null, sha256: null, gitBlob: null };
          const made = modeBits.normalize({
            entry,
            file,
            release: bytes,
            reference: bytes,
            against,
            built: null,
            proven,
          });
          const isSpecial = (ours & 0o7000) !== 0;
          const isSame = (ours & 0o777) === (theirs & 0o777);
          expect(made === null).toBe(isSpecial || isSame);
          if (made !== null) expect([made.release, made.reference]).toEqual([bytes, bytes]);
          if (modesAgree(against, ours, theirs)) {
            expect(isSpecial).toBe(false);
            expect((ours & 0o111) === 0).toBe((theirs & 0o111) === 0);
          }
        },
      ),
    );
  });
});
