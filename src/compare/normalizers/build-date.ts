import { defineNormalizer } from '../normalizer.js';
import type { Span } from '../reference.js';
import { isBinary, readsAnyLineEnd } from './text-kinds.js';

const weekday = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const month =
  '(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:tember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)';
const clock = '\\d\\d:\\d\\d:\\d\\d';

/** Ways in which build tools write when they ran. Each says the same of every reader; `11/12/2020` does not, and is not here. */
const forms = {
  iso: '\\d{4}-\\d\\d-\\d\\d(?:[T ]\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?(?:Z|[+-]\\d\\d:\\d\\d)?)?',
  utc: `${weekday}, \\d\\d ${month} \\d{4} ${clock} GMT`,
  local: `${weekday} ${month} \\d\\d \\d{4} ${clock} GMT[+-]\\d{4}(?: \\([A-Za-z ]{1,60}\\))?`,
  monthFirst: `${month} \\d{1,2}, \\d{4}`,
  dayFirst: `\\d{1,2} ${month} \\d{4}`,
  milliseconds: '1\\d{12}',
  year: '20\\d\\d(?<=(?:\\(c\\)|copyright|\\xa9)[^\\n*]{0,80})',
} as const;
type Form = keyof typeof forms;

/** Years may end a span (`2014-2024`); nothing else may be part of something longer. */
const dates = new RegExp(
  Object.entries(forms)
    .map(([name, form]) => `(?<${name}>(?<![\\w.+${name === 'year' ? '' : '-'}])${form}(?![\\w+]|[-.:]\\d))`)
    .join('|'),
  'gi',
);

/** In ms. Bounds are a day wider than stated: time zones are up to 14 hours from UTC, and clocks are seldom exact. */
const day = 24 * 3_600_000;

/**
 * When a build ran, as it wrote into its output: the release's date lies between commit and publish, the rebuild's is that of the
 * rebuild, and all around is equal.
 */
export const buildDate = defineNormalizer({
  name: 'build-date',
  version: 1,
  needsProof: true,
  makesEqual:
    'A date between commit and publish in the release, where the rebuild has the date of the rebuild; in a copyright line, the year.',
  mayHide: 'A date written by hand where the build writes its own, within those bounds.',
  applies: readsAnyLineEnd,
  normalize({ release, reference, against, built, proven: { commitTime, publishedAt } }) {
    if (against !== 'rebuild' || built === null || commitTime === null || publishedAt === null) return null;
    if (isBinary(release) || isBinary(reference)) return null;
    const [left, right] = [release, reference].map((bytes) => bytes.toString('latin1')) as [string, string];
    const [published, rebuilt] = [[...left.matchAll(dates)], [...right.matchAll(dates)]];
    if (published.length !== rebuilt.length) return null;
    const changed = new Map<number, string>();
    for (const [index, match] of published.entries()) {
      const [theirs, ours] = [match[0], rebuilt[index]![0]];
      if (theirs === ours) continue;
      const form = formOf(match);
      const bounds = { from: commitTime, to: publishedAt };
      if (form !== formOf(rebuilt[index]!) || !lies(theirs, form, bounds) || !lies(ours, form, built))
        return null;
      changed.set(index, ours);
    }
    if (changed.size === 0) return null;
    let index = -1;
    const same = left.replace(dates, (date) => changed.get(++index) ?? date);
    const [[first, ours]] = [...changed] as [[number, string]];
    const more = changed.size > 1 ? `, and ${changed.size - 1} more` : '';
    const detail = `date of the build: ${published[first]![0]} in the release, ${ours} in the rebuild${more}`;
    return { release: Buffer.from(same, 'latin1'), reference, detail };
  },
});

const formOf = ({ groups = {} }: RegExpMatchArray): Form =>
  (Object.keys(forms) as Form[]).find((name) => groups[name] !== undefined)!;

/** Whether a date is one of a span of time, as exactly as it is written. */
function lies(date: string, form: Form, { from, to }: Span): boolean {
  const [first, last] = [Date.parse(from) - day, Date.parse(to) + day];
  if (form === 'year') {
    const year = Number(date);
    return year >= new Date(first).getUTCFullYear() && year <= new Date(last).getUTCFullYear();
  }
  const time = form === 'milliseconds' ? Number(date) : Date.parse(date.replace(/ \([^)]*\)$/, ''));
  return time >= Math.floor(first / day) * day && time <= last;
}
