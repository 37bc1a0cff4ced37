import { expect, it } from 'vitest';
import { changesOf } from '../../../src/why/changes.js';

it('shows what differs in a line, whole words', () => {
  expect(changesOf('a\nconst at = "/build/x";\nb\n', 'a\nconst at = "/srv/x";\nb\n')).toMatchObject([
    { line: 2, rows: [1, 1], before: '/build/x', now: '/srv/x' },
  ]);
});

it('takes lines that are more or fewer together', () => {
  expect(changesOf('a\nb\n', 'a\nx\ny\nb\n')).toMatchObject([{ line: 2, before: '', now: 'x\ny\n' }]);
});

it('finds places in one long line apart from each other', () => {
  const line = (first: string, second: string) =>
    `${'a();'.repeat(200)}f("${first}");${'b();'.repeat(200)}g("${second}");`;
  expect(changesOf(line('x', 'p'), line('y', 'q')).map(({ now }) => now)).toEqual(['y', 'q']);
});
