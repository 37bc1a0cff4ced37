import { readdir, readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { everySignal } from '../../../src/report/signal-index.js';

const root = new URL('../../../', import.meta.url);

it('every signal has a page and every page a signal', async () => {
  const pages = (await readdir(new URL('docs/signals/', root))).filter((name) => name !== 'README.md').sort();
  expect(pages).toEqual(everySignal.map(({ id }) => `${id}.md`));
});

it.each(everySignal)('the page of $id says what a person at night needs', async ({ id, title }) => {
  const page = await readFile(new URL(`docs/signals/${id}.md`, root), 'utf8');
  expect(page.split('\n')[0]).toBe(`# ${title}`);
  const headings = page.match(/^## .*$/gm);
  expect(headings).toEqual([
    '## What was seen',
    '## Why it matters',
    '## Check it by hand',
    '## When it is a false alarm',
    '## What to do',
  ]);
});

it('no two signals share an id', () => {
  expect(new Set(everySignal.map(({ id }) => id)).size).toBe(everySignal.length);
});
