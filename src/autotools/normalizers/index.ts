import { libtoolBuild } from './libtool-build.js';
import { potCreationDate } from './pot-creation-date.js';

/** Those of source releases. The first is asked of known files, the other of what a rebuild made. */
export const autotoolsNormalizers = [libtoolBuild, potCreationDate] as const;
