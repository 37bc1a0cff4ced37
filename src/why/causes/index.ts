import type { Cause } from '../cause.js';
import { accidentalFile } from './accidental-file.js';
import { buildPath } from './build-path.js';
import { buildTime } from './build-time.js';
import { compression } from './compression.js';
import { fileOrder } from './file-order.js';
import { gitState } from './git-state.js';
import { hostName } from './host-name.js';
import { leftOverFile } from './left-over-file.js';
import { lineEndings } from './line-endings.js';
import { locale } from './locale.js';
import { network } from './network.js';
import { nodeVersion } from './node-version.js';
import { notPacked } from './not-packed.js';
import { packing } from './packing.js';
import { processorCount } from './processor-count.js';
import { publishingTool } from './publishing-tool.js';
import { random } from './random.js';
import { timeZone } from './time-zone.js';
import { umask } from './umask.js';
import { uncommittedChange } from './uncommitted-change.js';
import { unpinnedTool } from './unpinned-tool.js';
import { unstableOrder } from './unstable-order.js';
import { userName } from './user-name.js';
import { versionStamp } from './version-stamp.js';

/** All causes, in the order in which they are asked: what only one thing explains comes before what may be several. */
export const causes: readonly Cause[] = [
  lineEndings,
  uncommittedChange,
  accidentalFile,
  leftOverFile,
  unpinnedTool,
  buildTime,
  timeZone,
  locale,
  umask,
  buildPath,
  userName,
  hostName,
  processorCount,
  fileOrder,
  gitState,
  network,
  nodeVersion,
  unstableOrder,
  random,
  versionStamp,
  publishingTool,
  packing,
  compression,
  notPacked,
];
