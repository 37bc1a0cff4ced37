const months = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec';
const patterns = [
  /\b(?:19|20)\d\d-[01]\d-[0-3]\d(?:[T ][0-2]\d:[0-5]\d(?::[0-5]\d(?:\.\d+)?)?Z?)?/,
  new RegExp(`\\b(?:${months})[a-z]*\\.? [ 0-3]?\\d(?:st|nd|rd|th)?,? (?:19|20)\\d\\d\\b`),
  new RegExp(`\\b[0-3]?\\d (?:${months})[a-z]* (?:19|20)\\d\\d\\b`),
  /\b[0-3]?\d[/.][0-3]?\d[/.](?:19|20)\d\d\b/,
  /\b(?:19|20)\d\d\/[01]?\d\/[0-3]?\d\b/,
];
const epoch = /(?<![\d.])(1[0-9]{9}(?:\d{3})?)(?![\d.])/;
const year = /(?<![\d.])(?:19[89]|20[0-4])\d(?![\d.])/;
const clock = /(?<![\d:])[0-2]?\d:[0-5]\d(?::[0-5]\d)?(?![\d:])/;

/** Whether a text has a date or a time in one of the usual forms. */
export const hasTime = (text: string): boolean =>
  patterns.some((pattern) => pattern.test(text)) || epoch.test(text) || clock.test(text);

/** Whether two texts are the same but for dates, times and years in them, and have such. */
export function differInTime(before: string, now: string): boolean {
  if (before === now) return false;
  const blank = (text: string) =>
    [...patterns, epoch, clock, year].reduce(
      (left, { source }) => left.replace(new RegExp(source, 'g'), '#'),
      text,
    );
  return blank(before) === blank(now);
}
