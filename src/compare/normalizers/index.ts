import type { Normalizer } from '../normalizer.js';
import { buildDate } from './build-date.js';
import { builderPath } from './builder-path.js';
import { byteOrderMark } from './byte-order-mark.js';
import { embeddedCommit } from './embedded-commit.js';
import { finalNewline } from './final-newline.js';
import { inlineSourceMap } from './inline-source-map.js';
import { innerGzip } from './inner-gzip.js';
import { innerTar } from './inner-tar.js';
import { innerZip } from './inner-zip.js';
import { jsonLayout } from './json-layout.js';
import { lineEndings } from './line-endings.js';
import { sourceMap } from './source-map.js';

/**
 * Normalizers of every ecosystem, in the order in which they are applied. `mode-bits` is not among them: it is about
 * the entry, not its bytes, and every comparison asks it; nor are `script-layout` and `script-names`, which
 * are asked about all scripts that the others leave.
 */
export const generalNormalizers: readonly Normalizer[] = [
  byteOrderMark,
  lineEndings,
  finalNewline,
  buildDate,
  embeddedCommit,
  builderPath,
  inlineSourceMap,
  jsonLayout,
  sourceMap,
  innerGzip,
  innerTar,
  innerZip,
];
