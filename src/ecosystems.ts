import { accepts as isTarball } from './autotools/accepts.js';
import type { Ecosystem } from './ecosystem.js';
import { npm } from './npm/index.js';

export { isSourceRelease } from './autotools/accepts.js';

/** Asked in this order; the last takes all that is left, and says what is wrong with it. */
const ecosystems: readonly (Pick<Ecosystem, 'name' | 'accepts'> & { load(): Promise<Ecosystem> })[] = [
  {
    name: 'autotools',
    accepts: isTarball,
    load: async () => (await import('./autotools/index.js')).autotools,
  },
  { name: npm.name, accepts: npm.accepts, load: async () => npm },
];

/** The ecosystem whose release a spec names. */
export async function ecosystemOf(spec: string): Promise<Ecosystem> {
  for (const { accepts, load } of ecosystems) if (await accepts(spec)) return load();
  return npm;
}

/** The ecosystem that a result names; npm for what a newer reprove may call something else. */
export async function ecosystemNamed(name: string): Promise<Ecosystem> {
  return ecosystems.find((one) => one.name === name)?.load() ?? npm;
}

/** The one ecosystem that has lockfiles. */
export const ecosystemOfLockfile = (): Ecosystem => npm;
