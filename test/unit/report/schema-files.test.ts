import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { schemaFiles } from '../../../src/report/schema-files.js';

it.each(Object.entries(schemaFiles()))('%s is current (npm run schema)', async (path, text) => {
  expect(await readFile(new URL(`../../../${path}`, import.meta.url), 'utf8')).toBe(text);
});

it('lets a configuration leave out whatever has a default', () => {
  const { required } = JSON.parse(schemaFiles()['docs/config.schema.json']!);
  expect(required ?? []).toEqual([]);
});
