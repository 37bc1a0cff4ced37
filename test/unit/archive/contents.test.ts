import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readContents } from '../../../src/archive/contents.js';
import { archiveLimitsSchema } from '../../../src/config/schema.js';
import { temporaryFolder } from '../../support/folder.js';
import { type TarEntry, tarball } from '../../support/tarball.js';

const limits = archiveLimitsSchema.parse(undefined);

async function contents(
  entries: TarEntry[],
  wanted: string[],
  lower: { entryBytes?: number; totalBytes?: number } = {},
) {
  const path = join(await temporaryFolder(), 'a.tgz');
  await writeFile(path, tarball(entries));
  const read = await readContents(path, new Set(wanted), {
    limits,
    entryBytes: 100,
    totalBytes: 1000,
    ...lower,
  });
  return Object.fromEntries([...read].map(([name, content]) => [name, content.toString()]));
}

const file = (path: string, content: string): TarEntry => ({ path, content });

describe('readContents', () => {
  it('reads what is wanted and nothing else', async () => {
    const entries = [file('p/a', '1'), file('p/b', '2'), file('p/c', '')];
    expect(await contents(entries, ['a', 'c', 'absent'])).toEqual({ a: '1', c: '' });
  });

  it('reads the file that installs: of two the last, not one below a file, not a link', async () => {
    const entries = [
      file('p/a', 'first'),
      file('q/./a', 'last'),
      file('p/a/b', 'x'),
      { path: 'p/l', type: '2', linkname: 'a' },
    ];
    expect(await contents(entries, ['a', 'a/b', 'l'])).toEqual({ a: 'last' });
  });

  it('leaves out what is larger than asked for, and what it replaces', async () => {
    expect(await contents([file('p/a', '123')], ['a'], { entryBytes: 3 })).toEqual({ a: '123' });
    expect(await contents([file('p/a', '1'), file('p/a', '1234')], ['a'], { entryBytes: 3 })).toEqual({});
  });

  it('holds no more than the total, counting a replaced file only once', async () => {
    const entries = [file('p/a', '12345'), file('p/a', '123'), file('p/b', '45'), file('p/c', '6')];
    expect(await contents(entries, ['a', 'b', 'c'], { totalBytes: 5 })).toEqual({ a: '123', b: '45' });
  });
});
