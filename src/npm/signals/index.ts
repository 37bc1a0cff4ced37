import type { Signal } from '../../judge/signal.js';
import { dependencyAdded } from './dependency-added.js';
import { entryPointMoved } from './entry-point-moved.js';
import { installHookAdded } from './install-hook-added.js';
import { outsideFiles } from './outside-files.js';
import { provenanceBuilderChanged } from './provenance-builder-changed.js';
import { provenanceCommitUnreachable } from './provenance-commit-unreachable.js';
import { provenanceDisagrees } from './provenance-disagrees.js';
import { provenanceInvalid } from './provenance-invalid.js';
import { provenanceMissing } from './provenance-missing.js';
import { provenanceOtherRepository } from './provenance-other-repository.js';
import { registrySignatureInvalid } from './registry-signature-invalid.js';
import { shrinkwrapAdded } from './shrinkwrap-added.js';
import { undeclaredImport } from './undeclared-import.js';

/** Signals that know npm: its manifest, its registry, and what is signed there. */
export const npmSignals: readonly Signal[] = [
  dependencyAdded,
  entryPointMoved,
  installHookAdded,
  outsideFiles,
  provenanceBuilderChanged,
  provenanceCommitUnreachable,
  provenanceDisagrees,
  provenanceInvalid,
  provenanceMissing,
  provenanceOtherRepository,
  registrySignatureInvalid,
  shrinkwrapAdded,
  undeclaredImport,
];
