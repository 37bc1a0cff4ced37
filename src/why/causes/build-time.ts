import { defineCause } from '../cause.js';
import { lineEdits } from '../edits.js';
import { isTimeChange } from '../times.js';

const clock = 'Number(process.env.SOURCE_DATE_EPOCH) * 1000 || Date.now()';

export const buildTime = defineCause({
  name: 'build-time',
  title: 'the time of the build is in it',
  recognise({ against, variations, changes, normalizations }) {
    if (against === 'variation') return variations.includes('time') ? { proof: 'experiment' } : null;
    // Where builds with the clock stopped did not tell.
    if (against === 'repeat')
      return changes.length > 0 && changes.every(isTimeChange) ? { proof: 'bytes' } : null;
    if (normalizations.some(({ name }) => name === 'build-date')) return { proof: 'bytes' };
    const covers = changes.filter(isTimeChange);
    return covers.length === 0 ? null : { proof: 'bytes', covers };
  },
  signs:
    /new Date\b(?:\(\)|(?!\s*\()(?=\s*[;.,)]))|Date\.now\(|\bDate\(\)|\bmoment\(\)|\bdayjs\(\)|\b(?:grunt\.template\.today|dateFormat|timestamp|buildDate|buildTime)\b|(?:\$\(|`)date\b|mtime|\bdate \+/,
  byTools: true,
  fix: ({ places }, facts) => ({
    text: 'Take the time from SOURCE_DATE_EPOCH where it is set (SOURCE_DATE_EPOCH=$(git log -1 --format=%ct) when releasing), or leave it out.',
    edits: lineEdits(
      places.filter(({ path }) => /\.[cm]?[jt]s$/.test(path)),
      facts,
      (line) =>
        line.includes('SOURCE_DATE_EPOCH')
          ? line
          : line
              .replace(/new Date\(\)/g, `new Date(${clock})`)
              .replace(/(?<!\|\| )Date\.now\(\)/g, `(${clock})`),
    ),
  }),
});
