import type { Signal } from '../../judge/signal.js';
import { dependencyAdded } from './dependency-added.js';
import { entryPointMoved } from './entry-point-moved.js';
import { installHookAdded } from './install-hook-added.js';
import { outsideFiles } from './outside-files.js';
import { shrinkwrapAdded } from './shrinkwrap-added.js';
import { undeclaredImport } from './undeclared-import.js';

/** Signals that know npm's manifest. */
export const npmSignals: readonly Signal[] = [
  dependencyAdded,
  entryPointMoved,
  installHookAdded,
  outsideFiles,
  shrinkwrapAdded,
  undeclaredImport,
];
