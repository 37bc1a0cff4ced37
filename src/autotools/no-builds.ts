import type { Ecosystem } from '../ecosystem.js';
import { exitCodes } from '../errors.js';
import { ReleaseError } from './error.js';

/** Answers of an ecosystem that has no plans, no registry and no lockfiles: what it makes again, it makes in its own `rebuild`. */
export const noBuilds = {
  planningFiles: () => [],
  toolVersions: async () => new Map(),
  plans: () => [],
  planScript: () => '',
  planDigest: () => '',
  readFailure: () => null,
  lockedReleases: async () => ({ fault: 'source releases have no lockfiles' }),
  checkRecipe: () => ({ fault: 'there are no recipes for source releases' }),
  supply: async () => {
    throw new ReleaseError({
      code: 'E_NO_PLAN',
      message: 'nothing is known of how this source release was made',
      hint: 'Run again with --no-rebuild',
      exitCode: exitCodes.usage,
    });
  },
  publishedMaterials: async () => new Map(),
  ownRelease: ({ release }) => ({ id: release.purl, is: () => false, notes: () => [] }),
  registries: async () => '',
  entryPoints: () => ({ loaded: [], installHooks: [] }),
  packing: { files: [], leavesOut: () => () => false },
} satisfies Partial<Ecosystem>;
