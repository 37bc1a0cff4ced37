import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../context.js';
import type { Address } from './address.js';
import { type Fetched, fetchBlobs, fetchRefs, initMirror } from './fetch.js';
import { fetchFailure } from './git-failure.js';
import { findGitFolder } from './git-folder.js';
import { withLock } from './lock.js';
import { mirrorTarget } from './mirror-address.js';
import type { SourceFailure } from './schema.js';
import { sweep, sweepLocks } from './sweep.js';
import { makeView } from './view.js';

/** A repository that can be read here. */
export interface Mirror {
  /** Git folder to read through; its configuration is ours. */
  view: string;
  /** Short, stable, for file names. */
  key: string;
  /** Address that was really used, where a source mirror maps the stated one. */
  mirroredFrom: string | null;
  /** Fetches branches and tags anew. False when nothing can be new: a folder of this machine, offline, just fetched. */
  update(): Promise<{ updated: boolean; failure: SourceFailure | null }>;
  /** Brings blobs here that a partial clone lacks. Null when they were brought, or can't lack. */
  supply: ((ids: readonly string[]) => Promise<SourceFailure | null>) | null;
}

/** A mirror, or why there is none. */
export type Opened = { ok: true; mirror: Mirror } | { ok: false; failure: SourceFailure };

/** Milliseconds within which a mirror counts as just fetched. */
const fresh = 300_000;

/**
 * Makes a repository readable: a folder of this machine as it is, without a change to it; anything else as a bare mirror in the
 * cache, shared by all releases of the repository. A mirror that exists is not fetched again until `update` asks for it.
 */
export async function openMirror(address: Address, context: Context): Promise<Opened> {
  if (address.local !== null) return openFolder(address.local, address, null, context);
  const target = await mirrorTarget(address.url, context.config.sourceMirrors);
  if (target?.kind === 'folder') return openFolder(target.path, address, target.url, context);
  const mapped = target?.url ?? null;
  const urls = mapped !== null ? [mapped] : [address.cloneUrl, address.sshUrl].filter((url) => url !== null);
  const key = keyOf(mapped ?? address.url);
  return openRemote(new Remote(join(context.cache, 'mirrors', key), address.url, urls, context), key, mapped);
}

async function openFolder(
  path: string,
  address: Address,
  mirroredFrom: string | null,
  context: Context,
): Promise<Opened> {
  const found = await findGitFolder(path);
  if (!found.ok) {
    const message = `${path} ${found.reason}`;
    const hint = 'name a bare or ordinary git repository with --source or in sourceMirrors';
    const reason = 'repository-not-found';
    return { ok: false, failure: { reason, message, hint, repository: address.url, candidates: [] } };
  }
  const view = join(
    context.cache,
    'views',
    createHash('sha256').update(found.path).digest('hex').slice(0, 32),
  );
  await makeView(found.path, view);
  const nothingNew = async () => ({ updated: false, failure: null });
  return {
    ok: true,
    mirror: { view, key: keyOf(address.url), mirroredFrom, update: nothingNew, supply: null },
  };
}

async function openRemote(remote: Remote, key: string, mirroredFrom: string | null): Promise<Opened> {
  const failure = await remote.ensure();
  if (failure !== null) return { ok: false, failure };
  await makeView(remote.repository, remote.view);
  const mirror: Mirror = {
    view: remote.view,
    key,
    mirroredFrom,
    update: () => remote.update(),
    supply: (ids) => remote.supply(ids),
  };
  return { ok: true, mirror };
}

/** A mirror in the cache: `repository` is whole whenever it exists; `fetched` was touched when it was last brought up to date. */
class Remote {
  readonly repository: string;
  readonly view: string;
  readonly #fetched: string;

  constructor(
    readonly folder: string,
    readonly url: string,
    readonly cloneUrls: readonly string[],
    readonly context: Context,
  ) {
    this.repository = join(folder, 'repository');
    this.view = join(folder, 'view');
    this.#fetched = join(folder, 'fetched');
  }

  /** Clones unless that was done before: into a folder of its own, which gets its name when whole. */
  async ensure(): Promise<SourceFailure | null> {
    if (await exists(this.repository)) return null;
    if (this.context.offline) return notCached(this.url);
    return withLock(join(this.folder, 'mirror'), this.context.signal, async (signal) => {
      if (await exists(this.repository)) return null;
      await sweep(this.folder, 'incoming-', true);
      const incoming = await mkdtemp(join(this.folder, 'incoming-'));
      try {
        await initMirror(incoming, signal);
        const failure = await this.#fetch(incoming, signal);
        if (failure !== null) return failure;
        await writeFile(join(this.folder, 'address'), `${this.url}\n`);
        await rename(incoming, this.repository);
        await this.#touch();
        return null;
      } finally {
        await rm(incoming, { recursive: true, force: true });
      }
    });
  }

  async update(): Promise<{ updated: boolean; failure: SourceFailure | null }> {
    if (this.context.offline || (await this.#isFresh())) return { updated: false, failure: null };
    return withLock(join(this.folder, 'mirror'), this.context.signal, async (signal) => {
      // Another process may have fetched while this one waited.
      if (await this.#isFresh()) return { updated: true, failure: null };
      await sweepLocks(this.repository);
      const failure = await this.#fetch(this.repository, signal);
      if (failure === null) await this.#touch();
      return { updated: failure === null, failure };
    });
  }

  async supply(ids: readonly string[]): Promise<SourceFailure | null> {
    if (this.context.offline) return notCached(this.url);
    return withLock(join(this.folder, 'mirror'), this.context.signal, async (signal) => {
      await sweepLocks(this.repository);
      return this.#try((url) => fetchBlobs(this.repository, url, ids, signal));
    });
  }

  #fetch(folder: string, signal: AbortSignal): Promise<SourceFailure | null> {
    return this.#try((url) => fetchRefs(folder, url, signal));
  }

  /** Tries each address; when none lets us in, the first one's failure is told. */
  async #try(fetch: (url: string) => Promise<Fetched>): Promise<SourceFailure | null> {
    let first: SourceFailure | null = null;
    for (const url of this.cloneUrls) {
      const fetched = await fetch(url);
      if (fetched.ok) return null;
      const failure = fetchFailure(this.url, fetched.stderr);
      first ??= failure;
      if (failure.reason === 'repository-unreachable') break;
    }
    return first;
  }

  async #isFresh(): Promise<boolean> {
    const found = await stat(this.#fetched).catch(() => null);
    return found !== null && Date.now() - found.mtimeMs < fresh;
  }

  async #touch(): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    await writeFile(this.#fetched, '', { flag: 'a' });
    await utimes(this.#fetched, new Date(), new Date());
  }
}

function notCached(url: string): SourceFailure {
  return {
    reason: 'repository-not-cached',
    message: `${url} is not in the cache, and this run is offline`,
    hint: 'run once without --offline, or map the repository to a folder with sourceMirrors',
    repository: url,
    candidates: [],
  };
}

/** The case of an address is part of its key only where hosts may tell paths apart by it. */
function keyOf(url: string): string {
  const insensitive = /^https:\/\/(?:github\.com|gitlab\.com|bitbucket\.org)\//i.test(url);
  return createHash('sha256')
    .update(insensitive ? url.toLowerCase() : url)
    .digest('hex')
    .slice(0, 32);
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}
