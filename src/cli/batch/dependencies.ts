import { basename, resolve } from 'node:path';
import { dependenciesOf } from '../../batch/dependencies.js';
import type { RunDependency } from '../../batch/store/runs.js';
import { readLockfile } from '../../npm/lockfile.js';
import { lockfileText } from '../lockfile.js';

/** Reads what lockfiles install. Throws for one that can't be used. */
export async function readInputs(paths: readonly string[], folder: string): Promise<RunDependency[]> {
  const all = paths.map((path) => dependenciesIn(resolve(folder, path), path));
  return (await Promise.all(all)).flat();
}

async function dependenciesIn(path: string, shown: string): Promise<RunDependency[]> {
  const { text, fail } = await lockfileText(path, `${shown} can't be used`);
  const locked = await readLockfile(basename(path), text);
  if ('fault' in locked) throw fail(locked.fault);
  return dependenciesOf(locked, shown);
}
