import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generalNormalizers } from '../../../../src/compare/normalizers/index.js';
import { npmNormalizers } from '../../../../src/npm/normalizers/index.js';
import { normalized, proven } from '../../../support/comparison.js';

interface Given {
  path?: string;
  name?: string;
  version?: string;
  sourceVersion?: string | null;
  against?: 'source' | 'rebuild';
}

/** Names of the normalizers that are needed where a release 1.2.3 was made from a source that says 1.2.2. */
const needed = (release: string, reference: string, given: Given = {}) => {
  const { path = 'dist/index.js', against = 'rebuild', ...facts } = given;
  const known = { against, proven: { ...proven, sourceVersion: '1.2.2', ...facts } };
  const all = [...generalNormalizers, ...npmNormalizers];
  return normalized(path, release, reference, known, all)?.map(({ name }) => name) ?? null;
};

describe("the package's own version", () => {
  const places: [string, (version: string) => string][] = [
    ['a constant', (v) => `const VERSION = "${v}";`],
    ['a minified constant', (v) => `var a=1,version='${v}';`],
    ['a property', (v) => `x={a:1,version:"${v}"}`],
    ['a quoted property', (v) => `x={"version": "${v}"}`],
    ['a field', (v) => `exports.version = '${v}';\n`],
    ['a name with the package in front', (v) => `PACKAGE_VERSION="${v}"`],
    ['a v before it', (v) => `version = "v${v}"`],
    ['a banner', (v) => `/*! tiny v${v} | MIT */\na;`],
    ['a banner of another name', (v) => `/*!\n * Tiny.js v${v}\n * (c) Somebody\n */\na;`],
    ['a tag of a comment', (v) => `/**\n * @license MIT\n * @version ${v}\n */\na;`],
    ['a line comment', (v) => `// Version: ${v}\na;`],
    ['a user agent', (v) => `agent("tiny/${v} (node)")`],
    ['several places', (v) => `/* tiny ${v} */\nversion="${v}";agent="tiny@${v}"`],
  ];

  it.each(places)('in %s is equal where the source has the one before', (_, text) => {
    expect(needed(text('1.2.3'), text('1.2.2'))).toEqual(['embedded-version']);
  });

  it.each(places)('in %s is equal where the release was built before it was set', (_, text) => {
    expect(needed(text('1.2.2'), text('1.2.3'))).toEqual(['embedded-version']);
  });

  it.each(['var e="%"', 'f("%")', 'x=[1,"%"]', 'a+"%"', '{version:"%"}'])(
    'in %s is equal where the source has none yet',
    (text) => {
      const given = { sourceVersion: '0.0.0-development' };
      expect(needed(text.replace('%', '1.2.3'), text.replace('%', '0.0.0-development'), given)).toEqual([
        'embedded-version',
      ]);
    },
  );

  it('in a file of the source is equal too', () => {
    expect(needed('version="1.2.3"', 'version="1.2.2"', { against: 'source' })).toEqual(['embedded-version']);
  });

  it('of a scoped package is known by its whole name and without the scope', () => {
    const given = { name: '@scope/tiny' };
    for (const name of ['@scope/tiny', 'tiny'])
      expect(needed(`a("${name}@1.2.3")`, `a("${name}@1.2.2")`, given)).toEqual(['embedded-version']);
  });

  it('is equal together with what others make equal', () => {
    expect(needed('/* tiny 1.2.3 */\r\na;\r\n', '/* tiny 1.2.2 */\na;')).toEqual([
      'line-endings',
      'final-newline',
      'embedded-version',
    ]);
  });

  it.each([
    ['1.3.0', '1.2.9'],
    ['2.0.0', '1.9.9'],
    ['5.0.0', '0.0.0'],
    ['5.0.0-beta.1', '0.0.0-development'],
  ])('%s follows %s', (version, sourceVersion) => {
    const text = (v: string) => `version = "${v}"`;
    expect(needed(text(version), text(sourceVersion), { version, sourceVersion })).toEqual([
      'embedded-version',
    ]);
  });
});

describe('what is no version of the package', () => {
  it.each<[string, string, string, Given?]>([
    ['any other string', 'a("1.2.3")', 'a("1.2.2")'],
    ['any assigned string', 'MIN="1.2.3"', 'MIN="1.2.2"'],
    ['a number in code', 'a(1.2)', 'a(1.1)', { version: '1.2', sourceVersion: '1.1' }],
    ['the version of an interface', 'apiVersion: "1.2.3"', 'apiVersion: "1.2.2"'],
    ['the least version of something', 'MIN_VERSION = "1.2.3"', 'MIN_VERSION = "1.2.2"'],
    ['a comparison', 'if (version == "1.2.3") a', 'if (version == "1.2.2") a'],
    ['a strict comparison', 'version==="1.2.3"', 'version==="1.2.2"'],
    ['a range', 'version: "^1.2.3"', 'version: "^1.2.2"'],
    ['a longer version', 'version: "1.2.3-rc.1"', 'version: "1.2.2-rc.1"'],
    ['a part of a longer version', 'version: "11.2.3"', 'version: "11.2.2"'],
    ['an address', 'load("https://x.example/tiny@1.2.3/a.js")', 'load("https://x.example/tiny@1.2.2/a.js")'],
    ['a path', 'load("./tiny/1.2.3/a.js")', 'load("./tiny/1.2.2/a.js")'],
    ['another package', 'a("tinier@1.2.3")', 'a("tinier@1.2.2")'],
    ['another package whose name ends alike', 'a("not-tiny@1.2.3")', 'a("not-tiny@1.2.2")'],
    ['a package of somebody else with this name', 'a("@evil/tiny@1.2.3")', 'a("@evil/tiny@1.2.2")'],
    ['a version in prose of a string', 'a("needs v1.2.3")', 'a("needs v1.2.2")'],
    ['what looks like a comment and is none', 'a = b\n * v1.2.3', 'a = b\n * v1.2.2'],
    ['a glob that looks like a comment', 'a("/*", "v1.2.3")', 'a("/*", "v1.2.2")'],
    ['after a comment', '/* a */ b("v1.2.3")', '/* a */ b("v1.2.2")'],
    [
      'the version in one place of two',
      'version="1.2.3";a={version:"1.2.2"}',
      'version="1.2.2";a={version:"1.2.2"}',
    ],
    ['a version that is neither', 'version="1.2.4"', 'version="1.2.2"'],
    ['the release where the reference has neither', 'version="1.2.3"', 'version="1.2.1"'],
    ['something else besides', 'version="1.2.3";b', 'version="1.2.2";a'],
    [
      'a version that does not follow',
      'version="3.3.6"',
      'version="1.0.0"',
      { version: '3.3.6', sourceVersion: '1.0.0' },
    ],
    [
      'two versions further',
      'version="1.4.0"',
      'version="1.2.0"',
      { version: '1.4.0', sourceVersion: '1.2.0' },
    ],
    ['an older version', 'version="1.2.2"', 'version="1.2.3"', { version: '1.2.2', sourceVersion: '1.2.3' }],
    ['a source without a version', 'version="1.2.3"', 'version="1.2.2"', { sourceVersion: null }],
    ['a dependency in code', 'x={"left-pad":"1.2.3"}', 'x={"left-pad":"1.2.2"}'],
    [
      'a dependency in code, of none yet',
      'x={"left-pad":"1.2.3"}',
      'x={"left-pad":"0.0.0-development"}',
      { sourceVersion: '0.0.0-development' },
    ],
    [
      'a comparison with none yet',
      'if(a==="1.2.3")b',
      'if(a==="0.0.0-development")b',
      { sourceVersion: '0.0.0-development' },
    ],
    ['any string that is no more than zeros', 'f("1.2.3")', 'f("0.0.0")', { sourceVersion: '0.0.0' }],
    [
      'any string that happens to be the version',
      'MIN="0.0.0-development"',
      'MIN="1.2.3"',
      { sourceVersion: '0.0.0-development' },
    ],
    ['JSON', '{"version":"1.2.3"}', '{"version":"1.2.2"}', { path: 'dist/info.json' }],
    [
      'a package.json below the top',
      '{"dependencies":{"a":"1.2.3"}}',
      '{"dependencies":{"a":"1.2.2"}}',
      { path: 'dist/package.json' },
    ],
    [
      'a range of a dependency',
      '{"dependencies":{"version":"1.2.3"}}',
      '{"dependencies":{"version":"1.2.2"}}',
      { path: 'package.json' },
    ],
    ['a shell script', 'version="1.2.3"', 'version="1.2.2"', { path: 'run.sh' }],
    ['binary', 'version="1.2.3"\0', 'version="1.2.2"\0'],
  ])('%s', (_, release, reference, given) => {
    expect(needed(release, reference, given)).toBeNull();
  });
});

describe('properties', () => {
  const code = fc.string({
    unit: fc.constantFrom(
      'a',
      '"',
      ' ',
      ';',
      '\n',
      '/*',
      '*/',
      '//',
      'version=',
      'tiny@',
      '1.2.2',
      '1.2.3',
      'v',
      '=',
      '(',
    ),
    maxLength: 10,
  });

  it('nothing but the version is ever equal', () => {
    fc.assert(
      fc.property(code, code, code, fc.boolean(), (before, after, edit, first) => {
        const of = (head: string, version: string, tail: string) => `${head};version="${version}";${tail}`;
        const release = first ? of(before + edit, '1.2.3', after) : of(before, '1.2.3', after + edit);
        const reference = of(before, '1.2.2', after);
        if (needed(release, reference, { path: 'a.css' }) === null) return;
        const plain = (text: string) => text.replaceAll('1.2.2', '1.2.3').trimEnd();
        expect(plain(release)).toBe(plain(reference));
      }),
      { numRuns: 500 },
    );
  });

  it('a file that has it everywhere is not looked through', () => {
    const large = (version: string) =>
      `version="${version}";\n${'a("1.2.2", "1.2.3 tiny");\n'.repeat(100_000)}`;
    const started = performance.now();
    expect(needed(large('1.2.3'), large('1.2.2'))).toBeNull();
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
