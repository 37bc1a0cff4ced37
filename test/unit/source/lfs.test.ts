import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openAccounts } from '../../../src/compare/accounts.js';
import { compareWithSource } from '../../../src/compare/compare.js';
import { readPointer } from '../../../src/source/lfs.js';
import { locate } from '../../../src/source/locate.js';
import { sourceReference } from '../../../src/source/source-reference.js';
import { gitRepository } from '../../support/git-repository.js';
import { claimOf, contextOf, entriesOf } from '../../support/source-claim.js';

const content = 'large content\n';
const oid = createHash('sha256').update(content).digest('hex');
const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize ${content.length}\n`;
const own = { 'package.json': { name: 'thing', version: '1.0.0' } };

/** Evidence for `path` of a release in which it has `released`, and the notes of the source. */
async function compared(
  source: Record<string, string>,
  path: string,
  released: string,
): Promise<{ evidence: object; notes: object[] }> {
  const repository = await gitRepository();
  const cache = await mkdtemp(join(tmpdir(), 'reprove-cache-'));
  onTestFinished(async () => {
    await repository.remove();
    await rm(cache, { recursive: true, force: true });
  });
  await repository.commit({ ...own, ...source });
  await repository.tag('v1.0.0');
  const entries = entriesOf({ ...own, [path]: released });
  const found = await locate(claimOf({}), entries, {}, contextOf(cache, repository.url));
  if (!found.ok) throw new Error(found.failure.message);
  const reference = sourceReference(found.repository, found.tree);
  const accounts = await compareWithSource(openAccounts(entries), reference, '', [], {
    readRelease: async () => new Map(),
    normalizers: [],
    proven: {
      name: 'thing',
      version: '1.0.0',
      sourceVersion: null,
      commit: null,
      commitTime: null,
      publishedAt: null,
    },
  });
  await found.repository.close();
  return { evidence: accounts.byPath.get(path)!.evidence, notes: found.notes };
}

describe('a pointer of Git LFS', () => {
  it.each(['*.bin filter=lfs diff=lfs', 'a/** filter=lfs', '/a/*.bin filter=lfs', 'a/x.bin filter=lfs'])(
    'accounts for its content where git would put that (%s)',
    async (attributes) => {
      const { evidence, notes } = await compared(
        { '.gitattributes': attributes, 'a/x.bin': pointer },
        'a/x.bin',
        content,
      );
      expect(evidence).toEqual({
        kind: 'source',
        path: 'a/x.bin',
        mapping: null,
        via: 'a pointer of Git LFS',
      });
      expect(notes).toContainEqual({
        kind: 'lfs-pointer',
        detail: expect.stringContaining('that the release has'),
      });
    },
  );

  it('accounts for nothing else', async () => {
    const source = { '.gitattributes': '*.bin filter=lfs', 'x.bin': pointer };
    const { evidence, notes } = await compared(source, 'x.bin', 'other content\n');
    expect(evidence).toEqual({ kind: 'none' });
    expect(notes).toContainEqual({
      kind: 'lfs-pointer',
      detail: expect.stringContaining('does not hold'),
    });
  });

  it('is a file like any other where the release has the pointer itself', async () => {
    const source = { '.gitattributes': '*.bin filter=lfs', 'x.bin': pointer };
    const { evidence } = await compared(source, 'x.bin', pointer);
    expect(evidence).toEqual({ kind: 'source', path: 'x.bin', mapping: null });
  });

  it.each(['*.js filter=lfs', '*.bin text', '# *.bin filter=lfs', '[x].bin filter=lfs', 'y/** filter=lfs'])(
    'is none where the attributes do not say so (%s)',
    async (attributes) => {
      const source = { '.gitattributes': attributes, 'x.bin': pointer };
      expect((await compared(source, 'x.bin', content)).evidence).toEqual({ kind: 'none' });
    },
  );

  it.each([
    pointer.replace('v1', 'v2'),
    `${pointer}x`,
    pointer.replace('oid', 'ext-0-x sha256:1\noid'),
    pointer.replace('size 1', 'size -1'),
    pointer.replaceAll('\n', '\r\n'),
  ])('is of one form only', (text) => {
    expect(readPointer(text)).toBeNull();
    expect(readPointer(pointer)).toEqual({ sha256: oid, size: content.length });
  });
});
