import type { Plan } from '../sandbox/schema.js';
import { type Surroundings, usualSurroundings } from '../sandbox/surroundings.js';

/** How one of the builds is run: what variations change. */
export interface Setting {
  plan: Plan;
  around: Surroundings;
  /** Added to what each step of building and packing has. */
  environment: Record<string, string>;
  clock: {
    /** Milliseconds that are added to the time. */
    shift: number;
    /** Milliseconds since 1970 at which the clock stands; null where it goes. */
    stopped: number | null;
  };
  /** True: folders are read backwards where their order is the file system's. */
  reversed: boolean;
  /** How many processors node tells of; null for those that there are. */
  processors: number | null;
  /** True: building reaches the registry. */
  network: boolean;
}

/** The setting that nothing is varied in. */
export const usualSetting = (plan: Plan): Setting => ({
  plan,
  around: usualSurroundings,
  environment: {},
  clock: { shift: 0, stopped: null },
  reversed: false,
  processors: null,
  network: false,
});
