import type { Normalizer } from '../normalizer.js';
import { buildDate } from './build-date.js';
import { builderPath } from './builder-path.js';
import { byteOrderMark } from './byte-order-mark.js';
import { finalNewline } from './final-newline.js';
import { jsonLayout } from './json-layout.js';
import { lineEndings } from './line-endings.js';

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
  builderPath,
  jsonLayout,
];
