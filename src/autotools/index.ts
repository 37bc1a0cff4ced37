import type { Ecosystem } from '../ecosystem.js';
import { accepts } from './accepts.js';
import { furtherEvidence } from './evidence/index.js';
import { reachability } from './judge/reachability.js';
import { listRelease } from './list.js';
import { noBuilds } from './no-builds.js';
import { rebuildNormalizers } from './normalizers/index.js';
import { reasonsOf } from './reasons/index.js';
import { rebuildTarball } from './rebuild.js';
import { resolveTarball } from './resolve.js';
import { autotoolsSignals } from './signals/index.js';

/** Source releases, such as maintainers and distributions publish them, and what is made in them by autotools. */
export const autotools: Ecosystem = {
  ...noBuilds,
  name: 'autotools',
  accepts,
  list: listRelease,
  resolve: resolveTarball,
  furtherEvidence,
  rebuild: rebuildTarball,
  reachability,
  reasons: reasonsOf,
  releasesSources: true,
  strict: true,
  // Scripts and C are other programs for a changed line end: what git itself writes differently is evidence of its own. Dates are
  // made equal against what was made again, and never against the source.
  normalizers: rebuildNormalizers,
  signals: autotoolsSignals,
};
