import { datedLine } from './dated-line.js';

/** When `configure` wrote a file of rules for automake. */
export const staticMacrosDate = datedLine({
  name: 'static-macros-date',
  version: 1,
  makesEqual: 'Rules for automake that `configure` of a rebuild wrote at another time.',
  mayHide: 'A comment that states a wrong time.',
  applies: (path) => /(?:^|\/)aminclude_static\.am$/.test(path),
  // The whole comment, as AX_AM_MACROS_STATIC of the autoconf archive writes it by date(1).
  line: /^# from AX_AM_MACROS_STATIC on [A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?: [AP]M)? [A-Z+\d-]{2,6} \d{4}$/gm,
  common: '# from AX_AM_MACROS_STATIC on *',
  detail: 'the time in its first comment',
});
