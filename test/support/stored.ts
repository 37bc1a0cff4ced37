import type { Store } from '../../src/batch/store/open.js';
import { keepResult, type Recorded, recordResult } from '../../src/batch/store/record.js';
import { endRun, type RunDependency, settle, startRun } from '../../src/batch/store/runs.js';
import type { Release } from '../../src/release.js';
import type { Result } from '../../src/result.js';
import { result } from './result.js';

/** A result of a release of that name and version; its integrity follows from both. */
export const resultOf = (
  name: string,
  version: string,
  fields: Partial<Result> = {},
  release: Partial<Release> = {},
) =>
  result({
    ...fields,
    release: { ...result().release, name, version, integrity: `sha512-${name}-${version}`, ...release },
  });

/** Stores a result as a worker does. */
export async function record(store: Store, value: Result, rules = 'r1'): Promise<Recorded> {
  const kept = await keepResult(store.blobs, value);
  return store.transaction((session) => recordResult(session, kept, { rules, worker: 'w' }));
}

/** A dependency of a lockfile on a release, which it pins. */
export const dependencyOn = (release: Pick<Release, 'name' | 'version' | 'integrity'>): RunDependency => ({
  kind: 'registry',
  name: release.name,
  version: release.version,
  integrity: release.integrity,
  alias: null,
  reference: null,
  reason: null,
  direct: true,
  production: true,
  origin: 'package-lock.json',
});

/** Runs a batch that comes to these results. */
export async function runOf(
  store: Store,
  results: readonly Result[],
  inputs = 'package-lock.json',
): Promise<number> {
  const dependencies = results.map(({ release }) => dependencyOn(release));
  const run = await store.transaction((session) => startRun(session, { inputs, rules: 'r1', dependencies }));
  for (const value of results) {
    const { id } = await record(store, value);
    await settle(store, value.release, { state: 'verified', resultId: id, reused: false });
  }
  await endRun(store, run, 0);
  return run;
}
