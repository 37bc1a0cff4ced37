import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { locate } from '../../../src/source/locate.js';
import { type GitRepository, gitRepository } from '../../support/git-repository.js';
import { type GitServer, gitServer } from '../../support/git-server.js';
import { claimOf, contextOf, entriesOf } from '../../support/source-claim.js';

let repository: GitRepository;
let server: GitServer;
let cache: string;

const files = { 'package.json': { name: 'thing', version: '1.0.0' }, 'index.js': 'one' };

beforeEach(async () => {
  repository = await gitRepository();
  await repository.commit(files);
  await repository.tag('v1.0.0');
  server = await gitServer(dirname(repository.path));
  cache = await mkdtemp(join(tmpdir(), 'reprove-cache-'));
});
afterEach(async () => {
  await server.close();
  await repository.remove();
  await rm(cache, { recursive: true, force: true });
});

const run = (version = '1.0.0', changes = {}, url = server.url(repository.path)) =>
  locate(claimOf({ version }), entriesOf(files), {}, contextOf(cache, url, changes));

async function found(...parameters: Parameters<typeof run>) {
  const located = await run(...parameters);
  if (!located.ok) throw new Error(located.failure.message);
  await located.repository.close();
  return located.source;
}

async function mirrorFolder(): Promise<string> {
  const [key = ''] = (await readdir(join(cache, 'mirrors'))).filter((name) => !name.endsWith('.lock'));
  return join(cache, 'mirrors', key);
}

const uploads = () => server.requests.filter((request) => request.startsWith('POST')).length;

describe('a mirror', () => {
  it('is made once and then used without asking the host', async () => {
    await found();
    const before = server.requests.length;
    expect(await found()).toMatchObject({ ref: 'v1.0.0', mirroredFrom: server.url(repository.path) });
    expect(server.requests.length).toBe(before);
  });

  it('is made once by several at the same time', async () => {
    await Promise.all([found(), found(), found()]);
    const cloned = server.requests.filter((request) => request.startsWith('GET')).length;
    expect(cloned).toBeLessThanOrEqual(3);
    expect((await readdir(await mirrorFolder())).filter((name) => name.startsWith('incoming-'))).toEqual([]);
  });

  it('has branches and tags and nothing else', async () => {
    await repository.ref('refs/pull/1/head', await repository.git('rev-parse', 'main'));
    await found();
    const mirror = join(await mirrorFolder(), 'repository');
    const refs = await repository.git('--git-dir', mirror, 'for-each-ref', '--format=%(refname)');
    expect(refs.split('\n')).toEqual(['refs/heads/main', 'refs/tags/v1.0.0']);
  });

  it('leaves blobs with the host until they are read, and then fetches them in one request', async () => {
    await repository.commit(
      Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`${index}.js`, `${index}`])),
    );
    await repository.tag('v1.0.0');
    const located = await run();
    if (!located.ok) throw new Error(located.failure.message);
    const before = uploads();
    const wanted = [...located.tree.files.values()].map(({ object }) => object);
    const hashes = await located.repository.hashBlobs(wanted);
    await located.repository.close();
    expect([hashes.size, uploads() - before]).toEqual([52, 1]);
  });

  it('is brought up to date when the tag of a version is missing', async () => {
    await found();
    await outdate();
    const commit = await repository.commit({ 'package.json': { name: 'thing', version: '1.1.0' } });
    await repository.tag('v1.1.0');
    expect(await found('1.1.0')).toMatchObject({ commit, ref: 'v1.1.0' });
  });

  it('forgets a tag that the host no longer has', async () => {
    await found();
    await outdate();
    await repository.ref('refs/tags/v1.0.0', null);
    const located = await run('2.0.0');
    if (located.ok) await located.repository.close();
    expect(await found()).toMatchObject({ evidence: ['version-commit'] });
  });

  it('is not fetched again and again for what is not there', async () => {
    await run('2.0.0');
    const before = server.requests.length;
    await run('2.0.0');
    expect(server.requests.length).toBe(before);
  });

  it('is not trusted half-made, and what a killed process left is swept', async () => {
    await found();
    const mirror = await mirrorFolder();
    await rm(join(mirror, 'repository'), { recursive: true });
    await mkdir(join(mirror, 'incoming-killed', 'objects'), { recursive: true });
    expect(await found()).toMatchObject({ ref: 'v1.0.0' });
    expect(await readdir(mirror)).not.toContain('incoming-killed');
  });

  it('outlives a holder of its lock that was killed', async () => {
    await found();
    await outdate();
    const mirror = await mirrorFolder();
    const lock = join(mirror, 'mirror.lock');
    await mkdir(lock);
    const old = new Date(Date.now() - 60_000);
    await utimes(lock, old, old);
    await writeFile(join(mirror, 'repository', 'packed-refs.lock'), '');
    await repository.commit({ 'package.json': { name: 'thing', version: '1.1.0' } });
    await repository.tag('v1.1.0');
    expect(await found('1.1.0')).toMatchObject({ ref: 'v1.1.0' });
  });

  it('works offline once it is there', async () => {
    await found();
    await server.close();
    const offline = await found('1.0.0', { offline: true });
    expect(offline).toMatchObject({ ref: 'v1.0.0' });
    server = await gitServer(dirname(repository.path));
  });

  it('leaves no process behind once the run is aborted', async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/silent`;
    const controller = new AbortController();
    const aborted = run('1.0.0', { signal: controller.signal }, url);
    await once(silent, 'connection');
    expect(await processesWith(url)).not.toEqual([]);
    controller.abort(new Error('stopped'));
    await expect(aborted).rejects.toThrow('stopped');
    expect(await processesWith(url)).toEqual([]);
    silent.close();
  });

  it('is not waited for once the run is aborted', async () => {
    const controller = new AbortController();
    const aborted = run('1.0.0', { signal: controller.signal }, 'http://127.0.0.1:1/x');
    controller.abort(new Error('stopped'));
    await expect(aborted).rejects.toThrow('stopped');
  });
});

describe('a host that does not give the repository', () => {
  const reasonOf = async (url: string) => {
    const located = await run('1.0.0', {}, url);
    return located.ok ? null : located.failure.reason;
  };

  it('has none', async () => {
    const refusing = await gitServer(dirname(repository.path), 404);
    expect(await reasonOf(refusing.url(repository.path))).toBe('repository-not-found');
    await refusing.close();
  });

  it('wants a password, and nobody is asked', async () => {
    const refusing = await gitServer(dirname(repository.path), 401);
    expect(await reasonOf(refusing.url(repository.path))).toBe('access-denied');
    await refusing.close();
  });

  it('does not answer', async () => {
    expect(await reasonOf('http://127.0.0.1:1/x')).toBe('repository-unreachable');
  });

  it('may not be a command or a folder, even through the configuration', async () => {
    expect(await reasonOf('ext::sh -c "touch /tmp/x"')).toBe('repository-unreachable');
  });
});

/** Processes of this machine that have a text among their parameters, this one apart. */
async function processesWith(text: string): Promise<string[]> {
  const found: string[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'latin1').catch(() => '');
    if (command.includes(text) && Number(pid) !== process.pid) found.push(command);
  }
  return found;
}

/** As if the mirror had been fetched long ago. */
async function outdate(): Promise<void> {
  const old = new Date(Date.now() - 3_600_000);
  await utimes(join(await mirrorFolder(), 'fetched'), old, old);
}
