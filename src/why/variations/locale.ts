import { defineVariation } from '../variation.js';

/** Estonian: z is sorted before t, numbers and dates are written in another way than in English. */
const name = 'et_EE.UTF-8';

export const locale = defineVariation({
  name: 'locale',
  title: 'locale',
  vary: (setting) => ({
    ...setting,
    environment: { ...setting.environment, LANG: name, LC_ALL: name, LANGUAGE: 'et' },
  }),
  limits: (_, { locales }) =>
    locales?.some((known) => /^et_EE\.utf-?8$/i.test(known))
      ? null
      : `changed for node, not for programs of the C library (sort, ls): ${name} is not installed`,
});
