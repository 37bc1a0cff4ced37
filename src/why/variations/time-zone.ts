import { defineVariation } from '../variation.js';

export const timeZone = defineVariation({
  name: 'time-zone',
  title: 'time zone',
  // 14 hours ahead: the day is another one, too.
  vary: (setting) => ({
    ...setting,
    environment: { ...setting.environment, TZ: 'Pacific/Kiritimati' },
  }),
});
