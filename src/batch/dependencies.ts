import type { Locked } from '../npm/locked.js';
import type { JobKey, RunDependency } from './store/runs.js';

/** Why something that a lockfile installs is no release to verify. */
const reasons: Record<Exclude<Locked['kind'], 'registry'>, string> = {
  git: 'it comes from a git repository: no registry serves it',
  archive: 'it comes from an address: no registry serves it',
  patch: 'it is patched here: what is installed is no release',
  folder: 'it is a folder of the project',
};

/** What a run of a lockfile consists of, each once; what is no release of a registry has the reason why it is not verified. Pure. */
export function dependenciesOf(locked: readonly Locked[], origin: string): RunDependency[] {
  const each = new Map<string, RunDependency>();
  for (const one of locked) {
    const dependency = dependencyOf(one, origin);
    const { kind, name, version, integrity, reference } = dependency;
    const key = JSON.stringify([kind, name, version, integrity, reference]);
    if (!each.has(key)) each.set(key, dependency);
  }
  return [...each.values()];
}

function dependencyOf(one: Locked, origin: string): RunDependency {
  // Lockfiles are not read for these yet.
  const common = { alias: null, direct: false, production: false, origin };
  if (one.kind !== 'registry') {
    const { kind, name, reference } = one;
    return { ...common, kind, name, version: null, integrity: null, reference, reason: reasons[kind] };
  }
  const { name, version, integrity, bundled } = one;
  const reason = bundled
    ? 'it lies inside of the tarball of another package, and is verified with that'
    : null;
  return {
    ...common,
    kind: bundled ? 'bundled' : 'registry',
    name,
    version,
    integrity,
    reference: null,
    reason,
  };
}

/** What has to be verified of these, each once. */
export const jobsOf = (dependencies: readonly RunDependency[]): JobKey[] =>
  dependencies.flatMap(({ name, version, integrity, reason }) =>
    reason === null && version !== null ? [{ name, version, integrity }] : [],
  );
