import type { Signal } from '../../judge/signal.js';
import { buildFileOutdated } from './build-file-outdated.js';
import { buildFileUnlikeKnown } from './build-file-unlike-known.js';
import { buildReadsData } from './build-reads-data.js';
import { tagFilesMissing } from './tag-files-missing.js';
import { upstreamSignatureInvalid } from './upstream-signature-invalid.js';

/** Signals of source releases. */
export const autotoolsSignals: readonly Signal[] = [tagFilesMissing];

/** Those that are found while a release is resolved or made again. */
export const autotoolsResolvingSignals: readonly Omit<Signal, 'find'>[] = [
  upstreamSignatureInvalid,
  buildFileOutdated,
  buildFileUnlikeKnown,
  buildReadsData,
];
