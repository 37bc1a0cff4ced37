import { exitCodes } from '../../errors.js';
import { type Check, fails } from '../check.js';
import { publicationTime } from '../publication-time.js';

const day = 86_400_000;

/** Whether a release has been out for as long as is asked for: most malicious ones are found within days. */
export const checkAge: Check = ({ result, ruling, now }) => {
  if (ruling.minimumAgeDays === undefined || ruling.minimumAgeDays.value === 0) return [];
  const { value: least, place } = ruling.minimumAgeDays;
  const published = publicationTime(result);
  if (published === null) return [fails(place, 'nothing says when it was published', exitCodes.inconclusive)];
  const age = (now - published) / day;
  // A clock that is behind, or a time in the future, makes it no older.
  if (age >= least) return [];
  return [fails(place, `published ${Math.max(0, Math.floor(age))} days ago, ${least} are asked for`)];
};
