import { randomBytes } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
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

/**
 * Makes the folders for one rebuild below the cache. The name carries our process id, so that what a killed process
 * left behind is known for what it is and swept by the next run.
 */
export async function runFolder(cache: string): Promise<RunFolder> {
  const runs = join(cache, 'runs');
  await mkdir(runs, { recursive: true, mode: 0o700 });
  await sweep(runs);
  const root = join(runs, `${process.pid}-${randomBytes(6).toString('hex')}`);
  const work = join(root, 'work');
  const logs = join(root, 'logs');
  await mkdir(work, { recursive: true });
  await mkdir(logs, { recursive: true });
  return { root, work, logs, remove: () => removeWork(root) };
}

async function sweep(runs: string): Promise<void> {
  for (const name of await readdir(runs)) {
    const pid = Number.parseInt(name, 10);
    if (Number.isInteger(pid) && !alive(pid)) await removeWork(join(runs, name));
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
