import type { Signal } from '../signal.js';
import { archiveTrick } from './archive-trick.js';
import { codeOnlyInRelease } from './code-only-in-release.js';
import { entryMissing } from './entry-missing.js';
import { hiddenCharacters } from './hidden-characters.js';
import { nativeBinary } from './native-binary.js';
import { sourceMoved } from './source-moved.js';

/** Signals of every ecosystem. */
export const generalSignals: readonly Signal[] = [
  archiveTrick,
  codeOnlyInRelease,
  entryMissing,
  hiddenCharacters,
  nativeBinary,
  sourceMoved,
];
