import { randomUUID } from 'node:crypto';
import { link, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { ownerGone, ownerTag } from '../../sandbox/owner.js';
import { withLock } from '../../source/lock.js';
import { StoreError } from './error.js';

/** Who holds a folder. `owner` names the process by namespace, id and start time; '' where the system doesn't tell. */
const holderSchema = z.object({
  token: z.string(),
  pid: z.int(),
  host: z.string().max(300),
  owner: z.string(),
  since: z.string().max(40),
});
type Holder = z.infer<typeof holderSchema>;

/** Milliseconds. A holder that can't be seen from here (another container) counts as killed when its lock wasn't touched for `stale`. */
const times = { touch: 5_000, stale: 60_000, retry: 100, patience: 5_000 };

/** What to do while another process holds the folder. */
export interface Waiting {
  signal: AbortSignal;
  /** Called once, and then waited for as long as it takes; without it a few seconds are waited, for commands that soon end. */
  onWait?: (holder: Holder) => void;
}

/** A folder that is held. */
export interface FolderLock {
  /** Aborted when another process took it, as after this machine slept. */
  lost: AbortSignal;
  release(): Promise<void>;
}

/**
 * Takes a folder for this process alone. `path` is the lock's file. The lock of a killed process is taken over at once where we can
 * see that it is gone: `proper-lockfile`, which goes by the file's age alone, would block for that long, and let a second process in
 * while a long statement keeps the first from touching its lock.
 */
export async function lockFolder(path: string, { signal, onWait }: Waiting): Promise<FolderLock> {
  const started = performance.now();
  let told = false;
  for (;;) {
    signal.throwIfAborted();
    const token = await tryLock(path);
    if (token !== null) return held(path, token);
    const holder = await readHolder(path);
    if (await isDead(path, holder)) {
      await removeDead(path, signal);
      continue;
    }
    if (holder !== null && !told) onWait?.(holder);
    told ||= holder !== null;
    if (onWait === undefined && performance.now() - started > times.patience) throw busy(path, holder);
    await sleep(times.retry, undefined, { signal });
  }
}

/** Linked into place whole, so that nobody ever reads half a lock. Returns null when somebody has it. */
async function tryLock(path: string): Promise<string | null> {
  const token = randomUUID();
  const holder: Holder = {
    token,
    pid: process.pid,
    host: hostname(),
    owner: process.platform === 'linux' ? ownerTag() : '',
    since: new Date().toISOString(),
  };
  const own = `${path}.${token}`;
  try {
    await writeFile(own, JSON.stringify(holder), { flag: 'wx', mode: 0o600 });
    await link(own, path);
    return token;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return null;
    throw error;
  } finally {
    await rm(own, { force: true });
  }
}

function held(path: string, token: string): FolderLock {
  const lost = new AbortController();
  const touch = setInterval(async () => {
    if ((await readHolder(path))?.token !== token) lost.abort(busy(path, await readHolder(path)));
    else await utimes(path, new Date(), new Date()).catch(() => undefined);
  }, times.touch);
  touch.unref();
  return {
    lost: lost.signal,
    async release() {
      clearInterval(touch);
      if ((await readHolder(path))?.token === token) await rm(path, { force: true });
    },
  };
}

async function readHolder(path: string): Promise<Holder | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  try {
    return text === null ? null : holderSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

async function isDead(path: string, holder: Holder | null): Promise<boolean> {
  if (holder !== null && holder.owner !== '' && process.platform === 'linux' && ownerGone(holder.owner))
    return true;
  const touched = (await stat(path).catch(() => null))?.mtimeMs;
  return touched !== undefined && Date.now() - touched > times.stale && !seenAlive(holder);
}

/** A process of this namespace that lives holds its lock however long it is busy. */
function seenAlive(holder: Holder | null): boolean {
  if (holder === null || holder.owner === '' || process.platform !== 'linux') return false;
  return holder.owner.split('-')[0] === ownerTag().split('-')[0] && !ownerGone(holder.owner);
}

/** One at a time, and looked at again: the lock that was dead a moment ago may be another's by now. */
const removeDead = (path: string, signal: AbortSignal): Promise<void> =>
  withLock(`${path}.takeover`, signal, async () => {
    if (await isDead(path, await readHolder(path))) await rm(path, { force: true });
  });

const busy = (path: string, holder: Holder | null): StoreError =>
  new StoreError({
    code: 'E_STORE_BUSY',
    message:
      holder === null
        ? `the database is used by another reprove (${path})`
        : `the database is used by another reprove: process ${holder.pid} on ${holder.host}, since ${holder.since}`,
    hint: 'Wait until it has ended, name another folder with --state, or let several processes share PostgreSQL with --database.',
  });
