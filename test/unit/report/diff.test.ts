import { describe, expect, it } from 'vitest';
import type { Oddity } from '../../../src/archive/schema.js';
import type { DiffEntry } from '../../../src/diff/result.js';
import { diffReport } from '../../../src/report/diff.js';
import { diffResult } from '../../support/result.js';

const plain = { color: false, width: 100, verbose: false };
const file = { size: 1_500, mode: 0o644, sha256: '0'.repeat(64) };
const entry = (path: string, status: DiffEntry['status'], fields: Partial<DiffEntry> = {}): DiffEntry => ({
  path,
  status,
  a: status === 'only-in-b' ? null : file,
  b: status === 'only-in-a' ? null : file,
  normalizations: [],
  difference: null,
  notRead: null,
  ...fields,
});

describe('diffReport', () => {
  it('begins with the conclusion and says which side is which', () => {
    const [changed, same] = diffResult().entries;
    const entries = [
      entry('crlf.js', 'equivalent', {
        normalizations: [{ name: 'line-endings', version: 1, detail: 'CRLF in a' }],
      }),
      entry('gone.js', 'only-in-a'),
      entry('come.js', 'only-in-b'),
      changed!,
      entry('huge.js', 'different', { notRead: '99 bytes, more than the 9 that are looked into' }),
      same!,
    ];
    expect(diffReport(diffResult({ entries }), plain)).toMatchInlineSnapshot(`
      "✖ different: ./a.tgz → ./b.tgz
        Of 6 paths: 2 different, 1 only in a, 1 only in b, 1 equal after normalizers, 1 the same.

        a          ./a.tgz, 2 entries, 3.0 kB
        b          ./b.tgz, 2 entries, 3.0 kB
        normalized line-endings 1 (1 file)
        took       0.2 s

      Only in a (1 file)
        gone.js  1.5 kB

      Only in b (1 file)
        come.js  1.5 kB

      Different (2 files; - is a, + is b)
        index.js  1 line added, 1 removed
            - old
            + new\\u202e
        huge.js  99 bytes, more than the 9 that are looked into
      "
    `);
  });

  it.each([
    ['bit-identical', 'Both are the same tarball.'],
    ['tar-identical', 'how they are compressed is not'],
    ['content-identical', 'All entries are the same.'],
    ['equivalent', 'equal after the normalizers'],
  ] as const)('states the level %s', (level, words) => {
    const report = diffReport(diffResult({ verdict: 'same', level, entries: [entry('a', 'same')] }), plain);
    expect(report).toMatch(new RegExp(`^✔ same \\(${level}\\): \\./a\\.tgz → \\./b\\.tgz\n`));
    expect(report).toContain(words);
  });

  it('shows what is odd about one of them, with all the same entries', () => {
    const oddity: Oddity = { kind: 'link', path: 'x\u001b', detail: 'It is a link.', overwrites: false };
    const { b } = diffResult();
    const report = diffReport(
      diffResult({
        b: { ...b, oddities: [oddity] },
        entries: [entry('a', 'same')],
        oddOnlyIn: { a: [], b: [oddity] },
      }),
      plain,
    );
    expect(report).toContain('✖ different');
    expect(report).toContain('the archives themselves differ');
    expect(report).toContain('only in b: x\\u001b: It is a link. (link)');
  });

  it('is bounded, and not with verbose', () => {
    const entries = Array.from({ length: 30 }, (_, at) => entry(`${at}.js`, 'only-in-b'));
    expect(diffReport(diffResult({ entries }), plain)).toContain('… 10 more');
    expect(diffReport(diffResult({ entries }), { ...plain, verbose: true })).toContain('  29.js');
  });
});
