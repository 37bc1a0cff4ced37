import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');

describe('the page of errors', () => {
  it('names every code that the sources have, and no other', async () => {
    const files = (await readdir(join(root, 'src'), { recursive: true })).filter((name) =>
      name.endsWith('.ts'),
    );
    const texts = await Promise.all(files.map((name) => readFile(join(root, 'src', name), 'utf8')));
    const page = await readFile(join(root, 'docs/errors.md'), 'utf8');
    const codes = (text: string, pattern: RegExp) =>
      [...new Set([...text.matchAll(pattern)].map(([, code]) => code))].sort();
    const used = codes(texts.join('\n'), /'(E_[A-Z_]*[A-Z])'/g);
    expect(used.length).toBeGreaterThan(100);
    expect(codes(page, /`(E_[A-Z_]+)`/g)).toEqual(used);
  });
});
