import { datedLine } from './dated-line.js';

/** When a message catalogue was brought up to date: `make dist` writes the minute it ran. */
export const potCreationDate = datedLine({
  name: 'pot-creation-date',
  version: 1,
  makesEqual:
    'Message catalogues of a rebuild that state another time at which they were brought up to date.',
  mayHide: 'A catalogue that states a wrong time.',
  applies: (path) => /\.(?:po|pot)$/.test(path),
  // The whole line, as gettext writes it.
  line: /^"POT-Creation-Date: \d{4}-\d\d-\d\d \d\d:\d\d[+-]\d{4}\\n"$/gm,
  common: '"POT-Creation-Date: *\\n"',
  detail: 'the time of its last update',
});
