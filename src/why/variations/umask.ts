import { defineVariation } from '../variation.js';

/** The usual one of systems on which each user has a group. */
export const umask = defineVariation({
  name: 'umask',
  title: 'umask',
  vary: (setting) => ({ ...setting, around: { ...setting.around, umask: 0o002 } }),
});
