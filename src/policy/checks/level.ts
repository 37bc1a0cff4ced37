import type { Level } from '../../judge/schema.js';
import { type Check, fails, passes } from '../check.js';
import { exemption } from '../exemption.js';

/** Best first. */
const levels: readonly Level[] = ['bit-identical', 'tar-identical', 'content-identical', 'equivalent'];

/** Whether a reproduced release came as close as is asked for. */
export const checkLevel: Check = ({ result, ruling }) => {
  const { kind, level } = result.verdict;
  if (ruling.level === undefined || kind !== 'reproduced') return [];
  const { value: least, place } = ruling.level;
  if (level !== null && levels.indexOf(level) <= levels.indexOf(least)) return [];
  const message = `${level ?? 'no level'} is less than ${least}`;
  const exempt = exemption(result, ruling.exemptBefore);
  return [exempt === null ? fails(place, message) : passes(exempt.place, `${message}; ${exempt.message}`)];
};
