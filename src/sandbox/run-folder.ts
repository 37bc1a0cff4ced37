import { randomBytes } from 'node:crypto';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ownerGone, ownerTag } from './owner.js';
import { removeWork } from './remove-work.js';

/** Private host folders of one rebuild; nothing in them outlives it. */
export interface RunFolder {
  root: string;
  /** The checked-out source, writable for the sandbox. */
  work: string;
  /** One log for each step. */
  logs: string;
  remove(): Promise<void>;
}

/** What other machines and containers left in a cache that they share is swept after this time, in milliseconds, without a new log. */
const abandoned = 48 * 3_600_000;

/**
 * A name for a folder below `runs` that carries which process it is of, pid namespace included: of two containers that share a cache each
 * has a process of the same id, and must not sweep what the other is at.
 */
export const runName = (): string =>
  `${process.platform === 'linux' ? ownerTag() : `0-${process.pid}-0`}-${randomBytes(6).toString('hex')}`;

/** Makes the folders for one rebuild below the cache. What a killed process left behind is swept by the next run. */
export async function runFolder(cache: string): Promise<RunFolder> {
  const runs = join(cache, 'runs');
  await mkdir(runs, { recursive: true, mode: 0o700 });
  await sweep(runs);
  const root = join(runs, runName());
  const work = join(root, 'work');
  const logs = join(root, 'logs');
  await mkdir(work, { recursive: true });
  await mkdir(logs, { recursive: true });
  return { root, work, logs, remove: () => removeWork(root) };
}

async function sweep(runs: string): Promise<void> {
  for (const name of await readdir(runs)) {
    const path = join(runs, name);
    if (isGone(name) || (await isAbandoned(path))) await removeWork(path);
  }
}

/** Whether it is of a process that we would see if it lived. */
function isGone(name: string): boolean {
  const [, tag, pid] = /^(\d+-(\d+)-\d+)-/.exec(name) ?? [];
  if (tag === undefined) return false;
  return process.platform === 'linux' ? ownerGone(tag) : !alive(Number(pid));
}

async function isAbandoned(path: string): Promise<boolean> {
  const newest = await stat(join(path, 'logs')).catch(() => stat(path).catch(() => null));
  return newest !== null && Date.now() - newest.mtimeMs > abandoned;
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
