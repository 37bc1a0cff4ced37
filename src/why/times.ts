import type { TextChange } from './changes.js';

const months = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec';
const clock = '[0-2]?\\d:[0-5]\\d(?::[0-5]\\d(?:\\.\\d+)?)?';

/** A date in one of the usual forms, with a time where there is one behind it. */
const date = new RegExp(
  [
    `\\b(?:19|20)\\d\\d-[01]\\d-[0-3]\\d(?:[T ]${clock}Z?)?`,
    `\\b(?:${months})[a-z]*\\.? [ 0-3]?\\d(?:st|nd|rd|th)?,? (?:19|20)\\d\\d(?: ${clock})?\\b`,
    `\\b[0-3]?\\d (?:${months})[a-z]* (?:19|20)\\d\\d(?: ${clock})?\\b`,
    '\\b[0-3]?\\d[/.][0-3]?\\d[/.](?:19|20)\\d\\d\\b',
    '\\b(?:19|20)\\d\\d/[01]?\\d/[0-3]?\\d\\b',
    // Milliseconds and seconds since 1970, of the years from 2001 on.
    '(?<![\\d.])1\\d{9}(?:\\d{3})?(?![\\d.])',
  ].join('|'),
  'g',
);
const year = /(?<![\d.])(?:19[89]|20[0-4])\d(?![\d.])/g;

/** Whether a change is one of a date alone, or of the year behind a copyright. Pure. */
export function isTimeChange({ whole: { before, now } }: Pick<TextChange, 'whole'>): boolean {
  if (before === now) return false;
  const same = (pattern: RegExp) => before.replace(pattern, '#') === now.replace(pattern, '#');
  return same(date) || (/copyright|\(c\)|\u00a9/i.test(before) && same(year));
}
