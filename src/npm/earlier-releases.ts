import type { Manifest } from './identify.js';
import type { Packument } from './packument.js';
import { versionsBelow } from './previous-version.js';

/** A release of the package as the registry describes it. */
export interface EarlierRelease {
  version: string;
  manifest: Manifest;
}

/** Releases before one that say how its package is published. */
export const historyLength = 20;

/**
 * Releases with lower versions, the highest first, at most `count`. By version and not by time: the times of registries may be those of
 * copies, and a release of an old line follows that line. Prereleases are history only of prereleases of the same version.
 */
export function earlierReleases({ versions }: Packument, version: string, count: number): EarlierRelease[] {
  return versionsBelow(versions, version)
    .slice(0, count)
    .map((below) => ({ version: below, manifest: versions.get(below)! }));
}
