import type { Setting } from './setting.js';

/** Names of all variations, in the order in which they are told of. */
export const variationNames = [
  'time',
  'time-zone',
  'locale',
  'umask',
  'path',
  'user',
  'host-name',
  'processors',
  'file-order',
  'git',
  'network',
  'node-version',
] as const;
export type VariationName = (typeof variationNames)[number];

/** What a variation may need to know of this machine and of the tools that can be had. */
export interface Possibilities {
  /** Processors that this process may use. */
  processors: readonly number[];
  /** Versions of node that can be had. */
  nodeVersions: readonly string[];
  /** Locales that programs of the C library know here; null where that can't be told. */
  locales: readonly string[] | null;
  offline: boolean;
}

/** One thing in which builds are made to differ. */
export interface Variation {
  name: VariationName;
  title: string;
  /** The setting with this changed, or why it can't be. Pure. */
  vary(setting: Setting, possible: Possibilities): Setting | { impossible: string };
  /** What of the variation does not reach all programs, in one line; null when it reaches all. Pure. */
  limits(setting: Setting, possible: Possibilities): string | null;
}

/** Defines a variation; what it says nothing about reaches all programs. */
export function defineVariation(
  variation: Omit<Variation, 'limits'> & Partial<Pick<Variation, 'limits'>>,
): Variation {
  return { limits: () => null, ...variation };
}
