import { defineVariation } from '../variation.js';

/** More than a year, so that each part of a date is another. */
const shift = (400 * 24 + 7) * 3_600_000 + 13 * 60_000;

export const time = defineVariation({
  name: 'time',
  title: 'time',
  vary: (setting) => ({ ...setting, clock: { ...setting.clock, shift: setting.clock.shift + shift } }),
  limits: () => 'changed for node and the command date, not for other programs',
});
