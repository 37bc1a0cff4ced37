import type { Normalizer } from '../../compare/normalizer.js';
import { embeddedVersion } from './embedded-version.js';
import { packageJsonOrder } from './package-json-order.js';
import { packageJsonPublishing } from './package-json-publishing.js';

/** What npm adds to the general normalizers; applied after them. */
export const npmNormalizers: readonly Normalizer[] = [
  embeddedVersion,
  packageJsonOrder,
  packageJsonPublishing,
];
