import type { Variation } from '../variation.js';
import { fileOrder } from './file-order.js';
import { git } from './git.js';
import { hostName } from './host-name.js';
import { locale } from './locale.js';
import { network } from './network.js';
import { nodeVersion } from './node-version.js';
import { path } from './path.js';
import { processors } from './processors.js';
import { time } from './time.js';
import { timeZone } from './time-zone.js';
import { umask } from './umask.js';
import { user } from './user.js';

/** All variations, in the order of their names. */
export const variations: readonly Variation[] = [
  time,
  timeZone,
  locale,
  umask,
  path,
  user,
  hostName,
  processors,
  fileOrder,
  git,
  network,
  nodeVersion,
];
