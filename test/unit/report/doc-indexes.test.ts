import { readdir, readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { docIndexes } from '../../../src/report/doc-indexes.js';
import { summaries } from '../../../src/report/normalizer-index.js';
import { compared } from '../../support/comparison.js';

const pages = new URL('../../../docs/normalizers/', import.meta.url);
const read = (name: string) => readFile(new URL(name, pages), 'utf8');
const names = summaries.map(({ name }) => name);

it.each(Object.entries(docIndexes()))('%s is current (npm run docs)', async (path, text) => {
  expect(await readFile(new URL(`../../../${path}`, import.meta.url), 'utf8')).toBe(text);
});

it('every normalizer has a page, and every page a normalizer', async () => {
  const files = (await readdir(pages)).filter((file) => file !== 'README.md');
  expect(files.sort()).toEqual(names.map((name) => `${name}.md`).sort());
  expect(new Set(names).size).toBe(names.length);
});

it.each(names)('the page of %s says what is to be known at night', async (name) => {
  const text = await read(`${name}.md`);
  expect(text.split('\n')[0]).toBe(`# ${name}`);
  const headings = [...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
  expect(headings).toEqual([
    'What it makes equal',
    'Why that is sound',
    'What it may hide',
    'If you got it at night',
  ]);
});

it('a name that evidence gives is one of them', async () => {
  const { entries } = await compared({
    release: { 'a.js': { content: 'var a=1;\n', mode: 0o755 }, 'package.json': '{"version":"1.2.3"}' },
    source: { 'a.js': 'var a = 1;\n', 'package.json': '{"version":"1.0.0"}' },
  });
  const given = entries.flatMap(({ evidence }) =>
    evidence.kind === 'equivalent' ? evidence.normalizations.map(({ name }) => name) : [],
  );
  expect(given.sort()).toEqual(['mode-bits', 'package-json-publishing', 'script-layout']);
  expect(given.filter((name) => !names.includes(name))).toEqual([]);
});

it('every link of a page leads somewhere', async () => {
  for (const file of await readdir(pages))
    for (const [, target] of (await read(file)).matchAll(/\]\(([^)#]+\.md)(?:#[\w-]+)?\)/g))
      await expect(readFile(new URL(target!, pages), 'utf8')).resolves.toContain('# ');
});
