import type { Signal } from '../signal.js';
import { accessAdded } from './access-added.js';
import { archiveTrick } from './archive-trick.js';
import { codeInserted } from './code-inserted.js';
import { codeOffScreen } from './code-off-screen.js';
import { codeOnlyInRelease } from './code-only-in-release.js';
import { entryMissing } from './entry-missing.js';
import { evasiveCode } from './evasive-code.js';
import { hiddenCharacters } from './hidden-characters.js';
import { nativeBinary } from './native-binary.js';
import { obfuscatedCode } from './obfuscated-code.js';
import { opaqueData } from './opaque-data.js';
import { publishedApart } from './published-apart.js';
import { sizeGrowth } from './size-growth.js';
import { sourceMoved } from './source-moved.js';
import { versionUnknown } from './version-unknown.js';

/** Signals of every ecosystem. */
export const generalSignals: readonly Signal[] = [
  accessAdded,
  archiveTrick,
  codeInserted,
  codeOffScreen,
  codeOnlyInRelease,
  entryMissing,
  evasiveCode,
  hiddenCharacters,
  nativeBinary,
  obfuscatedCode,
  opaqueData,
  publishedApart,
  sizeGrowth,
  sourceMoved,
  versionUnknown,
];
