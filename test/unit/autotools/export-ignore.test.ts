import { describe, expect, it } from 'vitest';
import { exportIgnored } from '../../../src/autotools/evidence/export-ignore.js';

describe('what attributes keep out of archives', () => {
  const kept = exportIgnored(
    new Map([
      ['sub', '*.c -export-ignore\nown export-ignore\n'],
      [
        '',
        '# x export-ignore\n/.github export-ignore\n*.c text export-ignore\ntests/*.dat   export-ignore\nno text\n',
      ],
    ]),
  );

  it.each([
    '.github',
    '.github/workflows/ci.yml',
    'a.c',
    'deep/er/b.c',
    'tests/x.dat',
    'sub/own',
    'sub/own/file',
  ])('is %s', (path) => expect(kept(path)).toBe(true));

  it.each(['x', 'sub/.github', 'sub/a.c', 'tests/deep/x.dat', 'own', 'no', 'a.h'])('is not %s', (path) =>
    expect(kept(path)).toBe(false),
  );
});
