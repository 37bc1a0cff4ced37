import { defineVariation } from '../variation.js';

export const path = defineVariation({
  name: 'path',
  title: 'path of the source',
  vary: (setting) => ({ ...setting, around: { ...setting.around, workPath: '/srv/another/checkout' } }),
});
