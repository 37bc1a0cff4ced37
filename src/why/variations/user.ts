import { defineVariation } from '../variation.js';

export const user = defineVariation({
  name: 'user',
  title: 'user name and home',
  vary: (setting) => ({
    ...setting,
    around: { ...setting.around, user: 'maintainer', home: '/home/maintainer' },
  }),
});
