import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalized, proven } from '../../../support/comparison.js';

const commit = 'c6eafb2e1b3cf00dfeed0123456789abcdef0123';
const other = '1234567890abcdef1234567890abcdef12345678';

interface Given {
  path?: string;
  against?: 'source' | 'rebuild';
  commit?: string | null;
}

const needed = (
  release: string,
  rebuilt: string,
  { path = 'dist/index.js', against = 'rebuild', ...facts }: Given = {},
) =>
  normalized(path, release, rebuilt, { against, proven: { ...proven, commit, ...facts } })?.map(
    ({ name }) => name,
  ) ?? null;

const abbreviated = (length: number) => [commit.slice(0, length), other.slice(0, length)] as const;

describe('the commit that was built', () => {
  it.each<[string, (id: string) => string]>([
    ['a constant', (id) => `const COMMIT = "${id}";`],
    ['a property', (id) => `x={gitHead:'${id}'}`],
    ['a hash of git', (id) => `GIT_SHA: \`${id}\``],
    ['a banner', (id) => `/*! tiny ${id} */\na;`],
    ['a comment of several lines', (id) => `/*!\n * Tiny\n * build: ${id}\n */\na;`],
    ['two places', (id) => `// ${id}\ncommitHash="${id}"`],
  ])('in %s is equal, in full and abbreviated', (_, text) => {
    for (const length of [7, 12, 40]) {
      const [ours, theirs] = abbreviated(length);
      expect(needed(text(ours), text(theirs))).toEqual(['embedded-commit']);
    }
    // git abbreviates by how many objects a repository has.
    expect(needed(text(commit.slice(0, 10)), text(other.slice(0, 7)))).toEqual(['embedded-commit']);
  });

  it('in two lengths is equal', () => {
    const text = (id: string) => `/* ${id.slice(0, 7)} */\ncommit="${id}"`;
    expect(needed(text(commit), text(other))).toEqual(['embedded-commit']);
  });
});

describe('what is not', () => {
  const [ours, theirs] = abbreviated(7);
  it.each<[string, string, string, Given?]>([
    ['another commit', `commit="${other}"`, `commit="${commit}"`],
    ['six digits', `commit="${ours.slice(0, 6)}"`, `commit="${theirs.slice(0, 6)}"`],
    ['more than the commit', `commit="${commit}0"`, `commit="${other}0"`],
    ['the digest of a file', `sha1="${commit}"`, `sha1="${other}"`],
    ['an integrity', `hash:"${commit}"`, `hash:"${other}"`],
    ['a revision of something fetched', `revision:"${ours}"`, `revision:"${theirs}"`],
    ['the commit of something else', `chromiumCommit:"${commit}"`, `chromiumCommit:"${other}"`],
    ['any string', `a("${commit}")`, `a("${other}")`],
    ['a number', 'commit=1234567', 'commit=7654321', { commit: `1234567${'0'.repeat(33)}` }],
    ['a name in code', `commit=${ours}`, 'commit=abcdefa'],
    ['a name in a product', `a = b\n * ${ours}`, 'a = b\n * abcdefa'],
    ['a part of a string', `commit="x ${ours}"`, `commit="x ${theirs}"`],
    ['part of an address', `commit="https://x/${ours}"`, `commit="https://x/${theirs}"`],
    ['after a comment', `/* a */ b("${ours}")`, `/* a */ b("${theirs}")`],
    ['after a glob', `a("/*", "${ours}")`, `a("/*", "${theirs}")`],
    [
      'two commits in the rebuild',
      `a.commit="${ours}";b.commit="${ours}"`,
      `a.commit="${theirs}";b.commit="abcdefa"`,
    ],
    ['a word that is none in the rebuild', `commit="${ours}"`, 'commit="unknown"'],
    ['a commit more', `commit="${ours}" // ${ours}`, `commit="${theirs}"`],
    ['something else besides', `commit="${ours}";b`, `commit="${theirs}";a`],
    ['against the source', `commit="${ours}"`, `commit="${theirs}"`, { against: 'source' }],
    ['without a known commit', `commit="${ours}"`, `commit="${theirs}"`, { commit: null }],
    ['in JSON', `{"commit":"${ours}"}`, `{"commit":"${theirs}"}`, { path: 'a.json' }],
    ['in a shell script', `commit="${ours}"`, `commit="${theirs}"`, { path: 'a.sh' }],
    ['in binary', `commit="${ours}"\0`, `commit="${theirs}"\0`],
  ])('%s', (_, release, rebuilt, given) => {
    expect(needed(release, rebuilt, given)).toBeNull();
  });

  it('anything around it', () => {
    const code = fc.string({
      unit: fc.constantFrom('a', '"', ' ', ';', '\n', '/*', '*/', '//', 'commit=', ours, theirs),
      maxLength: 10,
    });
    fc.assert(
      fc.property(code, code, code, fc.boolean(), (before, after, edit, first) => {
        const of = (head: string, id: string, tail: string) => `${head};commit="${id}";${tail}`;
        const release = first ? of(before + edit, ours, after) : of(before, ours, after + edit);
        const rebuilt = of(before, theirs, after);
        if (needed(release, rebuilt, { path: 'a.css' }) === null) return;
        const plain = (text: string) => text.replaceAll(theirs, ours).trimEnd();
        expect(plain(release)).toBe(plain(rebuilt));
      }),
      { numRuns: 500 },
    );
  });
});
