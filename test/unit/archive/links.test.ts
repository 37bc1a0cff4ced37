import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { sourceForm } from '../../../src/archive/form.js';
import { readArchive } from '../../../src/archive/read.js';
import { defaultConfig } from '../../../src/config/defaults.js';
import { type TarEntry, tarball } from '../../support/tarball.js';

const limits = defaultConfig.archive;
const read = (entries: readonly TarEntry[]) =>
  readArchive(Readable.from([tarball(entries)]), { limits, form: sourceForm }).then(({ archive }) => archive);
const blob = (text: string) => createHash('sha1').update(`blob ${text.length}\0${text}`).digest('hex');

it('takes a symbolic link for the text that it leads to, as git does, and follows none', async () => {
  const { entries, oddities } = await read([
    { path: 'a-1/link', type: '2', linkname: '../../etc/passwd' },
    { path: 'a-1/file', content: 'x' },
  ]);
  expect(oddities).toEqual([]);
  expect(entries).toEqual([
    expect.objectContaining({ path: 'file', size: 1 }),
    expect.objectContaining({ path: 'link', link: true, gitBlob: blob('../../etc/passwd'), size: 16 }),
  ]);
});

it('takes a hard link for the file before it that it names', async () => {
  const { entries, oddities } = await read([
    { path: 'a-1/file', content: 'text', mode: 0o755 },
    { path: 'a-1/again', type: '1', linkname: 'a-1/file' },
  ]);
  expect(oddities).toEqual([]);
  expect(entries.map(({ path, mode, gitBlob }) => [path, mode, gitBlob])).toEqual([
    ['again', 0o755, blob('text')],
    ['file', 0o755, blob('text')],
  ]);
});

it.each(['a-1/later', '/etc/passwd', '../file', 'b-1/file', 'a-1/./file'])(
  'tells a hard link to %s, which is no file before it',
  async (linkname) => {
    const { entries, oddities } = await read([
      { path: 'a-1/file', content: 'text' },
      { path: 'a-1/again', type: '1', linkname },
      { path: 'a-1/later', content: 'later' },
    ]);
    expect(oddities).toEqual([expect.objectContaining({ kind: 'link', path: 'again' })]);
    expect(entries.map(({ path }) => path)).toEqual(['file', 'later']);
  },
);

it('tells what a link replaces', async () => {
  const { oddities } = await read([
    { path: 'a-1/file', content: 'text' },
    { path: 'a-1/file', type: '2', linkname: 'other' },
  ]);
  expect(oddities).toEqual([expect.objectContaining({ kind: 'duplicate-path', overwrites: true })]);
});

it('takes the target of a long link from its header', async () => {
  const target = `${'folder/'.repeat(30)}file`;
  const { entries } = await read([
    { path: 'a-1/link', type: '2', linkname: 'cut', pax: { linkpath: target } },
  ]);
  expect(entries[0]!.gitBlob).toBe(blob(target));
});
