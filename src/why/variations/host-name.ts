import { defineVariation } from '../variation.js';

export const hostName = defineVariation({
  name: 'host-name',
  title: 'host name',
  vary: (setting) => ({ ...setting, around: { ...setting.around, host: 'workstation' } }),
});
