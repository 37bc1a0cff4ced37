import { generalNormalizers } from '../compare/normalizers/index.js';
import type { Ecosystem } from '../ecosystem.js';
import { entryPoints } from './entry-points.js';
import { readFailure } from './failures/read-failure.js';
import { lockedReleases } from './locked-releases.js';
import { npmNormalizers } from './normalizers/index.js';
import { ownRelease } from './own-release.js';
import { leftOutOfPackage, packingRuleFiles } from './packing-rules.js';
import { planDigest, planningFiles, planScript, plans } from './plan/index.js';
import { checkRecipe } from './recipe/check.js';
import { resolveRelease } from './resolve.js';
import { npmSignals } from './signals/index.js';

/** npm's answers to what the pipeline asks. */
export const npm: Ecosystem = {
  name: 'npm',
  // Whatever else is no spec either gets npm's own word on why.
  accepts: () => true,
  resolve: resolveRelease,
  planningFiles,
  toolVersions: async (context) => (await import('./toolchain.js')).toolVersions(context),
  plans,
  planScript,
  planDigest,
  readFailure,
  lockedReleases,
  checkRecipe,
  // Toolchains and the registry proxy are loaded when something is rebuilt.
  supply: async (...input) => (await import('./supply.js')).supply(...input),
  publishedMaterials: async (...input) =>
    (await import('./published-materials.js')).publishedMaterials(...input),
  ownRelease,
  registries: async (context) => (await import('./registries.js')).registries(context),
  entryPoints,
  packing: { files: packingRuleFiles, leavesOut: leftOutOfPackage },
  normalizers: [...generalNormalizers, ...npmNormalizers],
  signals: npmSignals,
};
