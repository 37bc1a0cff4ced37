import { defineVariation } from '../variation.js';

export const processors = defineVariation({
  name: 'processors',
  title: 'number of processors',
  vary: (setting, possible) => ({
    ...setting,
    processors: possible.processors.length > 1 ? 1 : 3,
    around: {
      ...setting.around,
      processor: possible.processors.length > 1 ? possible.processors[0]! : null,
    },
  }),
  limits: (_, possible) =>
    possible.processors.length > 1
      ? null
      : 'changed for node, not for other programs: this machine has one processor',
});
