import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';

/** The page that lists what tests tamper with. */
export const forgedEvidence = (): Promise<string> =>
  readFile(new URL('../../docs/forged-evidence.md', import.meta.url), 'utf8');

/** Rows of a page's first table below a heading, without its head; marks of code are left out. */
export function rowsBelow(page: string, heading: string): string[][] {
  const [, section = ''] = page.split(`\n## ${heading}\n`);
  const [table = ''] = section.split('\n## ');
  return table
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2)
    .map((line) => line.slice(2, -2).replaceAll('`', '').split(' | '));
}

/** Says that the page lists these cases, in their order. */
export async function expectDocumented(
  heading: string,
  cases: readonly (readonly string[])[],
): Promise<void> {
  const plain = cases.map((cells) => cells.map((cell) => cell.replaceAll('`', '')));
  expect(rowsBelow(await forgedEvidence(), heading)).toEqual(plain);
}
