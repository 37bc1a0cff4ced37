import { defineVariation } from '../variation.js';

export const fileOrder = defineVariation({
  name: 'file-order',
  title: 'order of files',
  vary: (setting) => ({ ...setting, reversed: true }),
  limits: () =>
    'changed for fs.opendir of node (fs.readdir is sorted everywhere), not for other programs (find, ls)',
});
