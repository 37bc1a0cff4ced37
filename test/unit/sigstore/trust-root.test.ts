import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { trustRootByUpdate } from '../../../src/sigstore/trust-root.js';
import { temporaryFolder } from '../../support/folder.js';
import { sigstoreWorld } from '../../support/sigstore-world.js';
import { tufRepository } from '../../support/tuf-repository.js';

const offline = (cache: string) =>
  trustRootByUpdate({ cache, offline: true, signal: new AbortController().signal });

/** What an update leaves in the cache. */
async function left(files: Record<string, string>): Promise<string> {
  const cache = await temporaryFolder();
  const folder = join(cache, 'sigstore', 'tuf-repo-cdn.sigstore.dev');
  await mkdir(join(folder, 'targets'), { recursive: true });
  for (const [path, content] of Object.entries(files)) await writeFile(join(folder, path), content);
  return cache;
}

describe('offline, the trust root', () => {
  it('is the one that an update left', async () => {
    const { root } = await sigstoreWorld();
    const cache = await left({ 'timestamp.json': '{}', 'targets/trusted_root.json': JSON.stringify(root) });
    expect(await offline(cache)).toMatchObject({
      described: { from: 'tuf', name: 'tuf-repo-cdn.sigstore.dev' },
      content: { tlogs: [{ baseUrl: 'https://rekor.test' }] },
    });
  });

  it('is none, where there was no update: what the library starts with is old', async () => {
    const { root } = await sigstoreWorld();
    const cache = await left({ 'targets/trusted_root.json': JSON.stringify(root) });
    expect(await offline(cache)).toEqual({ why: expect.stringContaining('not fetched before') });
  });

  it('is none, where what was left is broken', async () => {
    const cache = await left({ 'timestamp.json': '{}', 'targets/trusted_root.json': '{' });
    expect(await offline(cache)).toEqual({ why: expect.stringContaining('could not be had') });
  });
});

describe('the trust root of a TUF repository', () => {
  const update = (cache: string, from: { url: string; rootPath: string }, offline = false) =>
    trustRootByUpdate({ cache, offline, signal: new AbortController().signal }, from);

  it('is fetched once, kept in the cache, and there offline', async () => {
    const { root } = await sigstoreWorld();
    const cache = await temporaryFolder();
    const from = await tufRepository(JSON.stringify(root), await temporaryFolder());
    const { host } = new URL(from.url);
    const first = await update(cache, from);
    expect(first).toMatchObject({ described: { from: 'tuf', name: host }, content: { tlogs: [{}] } });
    const asked = from.asked.length;
    expect(await update(cache, from)).toEqual(first);
    expect(await update(cache, from, true)).toEqual(first);
    expect(from.asked.length).toBe(asked);
  });

  it('is none, where the repository fails', async () => {
    const from = await tufRepository('{}', await temporaryFolder());
    from.fail();
    const found = await update(await temporaryFolder(), from);
    expect(found).toEqual({ why: expect.stringContaining('could not be had') });
  });

  it('is none, where its timestamp has expired: an old one may be played back', async () => {
    const { root } = await sigstoreWorld();
    const expires = '2020-01-01T00:00:00Z';
    const from = await tufRepository(JSON.stringify(root), await temporaryFolder(), { expires });
    const found = await update(await temporaryFolder(), from);
    expect(found).toEqual({ why: expect.stringContaining('could not be had') });
  });

  it('is none, where others signed it', async () => {
    const text = JSON.stringify((await sigstoreWorld()).root);
    const [from, other] = await Promise.all([
      tufRepository(text, await temporaryFolder()),
      tufRepository(text, await temporaryFolder()),
    ]);
    const found = await update(await temporaryFolder(), { url: from.url, rootPath: other.rootPath });
    expect(found).toEqual({ why: expect.stringContaining('could not be had') });
  });
});

it('an interrupted update ends with the reason of the interruption', async () => {
  const signal = AbortSignal.abort(new Error('enough'));
  const updating = trustRootByUpdate({ cache: await temporaryFolder(), offline: false, signal });
  await expect(updating).rejects.toThrow('enough');
});
