import type { Shape } from '../shape.js';
import { archiveMetadata } from './archive-metadata.js';
import { byteOrderMark } from './byte-order-mark.js';
import { compression } from './compression.js';
import { documentChanged } from './document-changed.js';
import { documentLeftOut } from './document-left-out.js';
import { finalNewline } from './final-newline.js';
import { layout } from './layout.js';
import { leftOverFile } from './left-over-file.js';
import { lineEndings } from './line-endings.js';
import { manifestRewritten } from './manifest-rewritten.js';
import { modeBits } from './mode-bits.js';
import { sourceMapRebuilt } from './source-map-rebuilt.js';
import { versionStamped } from './version-stamped.js';

/** Changes as honest publishers make them. */
export const controls: readonly Shape[] = [
  archiveMetadata,
  byteOrderMark,
  compression,
  documentChanged,
  documentLeftOut,
  finalNewline,
  layout,
  leftOverFile,
  lineEndings,
  manifestRewritten,
  modeBits,
  sourceMapRebuilt,
  versionStamped,
];
