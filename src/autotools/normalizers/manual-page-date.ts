import { datedLine } from './dated-line.js';

/** The day in the title of a manual page: programs that make one write the day on which they ran. */
export const manualPageDate = datedLine({
  name: 'manual-page-date',
  version: 1,
  makesEqual: 'Manual pages of a rebuild that state another day in their title.',
  mayHide: 'A manual page that states a wrong day.',
  applies: (path) => /\.[1-9]$/.test(path),
  // Name and section, then a day, as people or programs write one.
  line: /^(\.TH [\w."-]+ "?\d[a-z]*"? )"(?:[A-Z][a-z]{2,8} \d{1,2},? \d{4}|\d{1,2} [A-Z][a-z]{2,8} \d{4}|\d{4}-\d\d-\d\d)"(?= |$)/gm,
  common: '$1"*"',
  detail: 'the day in its title',
});
