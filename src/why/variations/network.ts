import { defineVariation } from '../variation.js';

export const network = defineVariation({
  name: 'network',
  title: 'network',
  vary: (setting, { offline }) =>
    offline ? { impossible: 'this run is offline' } : { ...setting, network: true },
  limits: () => 'off in all builds but one, in which the registry and nothing else is reached',
});
