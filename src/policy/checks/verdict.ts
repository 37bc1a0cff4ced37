import { exitCodes } from '../../errors.js';
import type { VerdictKind } from '../../judge/schema.js';
import { type Check, type CheckInput, fails, passes, type WeighedReason } from '../check.js';
import { areWaived, groundsOf, notWaived } from '../grounds.js';
import { knownBefore } from '../known-before.js';

/** Whether the verdict passes: by a rule, for what was there before, or because everything that it rests on is waived. */
export const checkVerdict: Check = (input) => {
  const { result, ruling, waiving } = input;
  const { verdict } = result;
  const { verdicts, place } = passingVerdicts(input);
  if (verdict.kind === 'inconclusive' && verdict.cause?.environment === true)
    return [fails('default', `this machine is the cause: ${verdict.cause.message}`, exitCodes.environment)];
  if (verdict.kind !== 'suspicious' && verdicts.includes(verdict.kind))
    return [passes(place, `${verdict.kind} passes`)];
  if (verdict.kind === 'inconclusive')
    return [
      fails(
        place,
        `inconclusive does not pass: ${verdict.cause?.message ?? verdict.summary}`,
        exitCodes.inconclusive,
      ),
    ];
  if (verdict.kind === 'inert' && verdict.unexplained.length > 0) {
    const known = knownBefore(result, ruling.baseline);
    if (known !== null && verdict.unexplained.every((one) => known.has(one)))
      return [passes(ruling.baseline!.place, `inert passes: ${result.baseline!.version} has the same`)];
  }
  if (!areWaived(groundsOf(result), waiving))
    return [fails(place, `${verdict.kind} does not pass${leftToWaive(input)}`)];
  return waivedVerdict(input);
};

function passingVerdicts({ ruling, config, result }: CheckInput): {
  verdicts: readonly VerdictKind[];
  place: string;
} {
  if (ruling.verdicts !== undefined) return { verdicts: ruling.verdicts.value, place: ruling.verdicts.place };
  const inert = config.policy.inert === 'pass' ? (['inert'] as const) : [];
  return {
    verdicts: ['reproduced', ...inert],
    place: result.verdict.kind === 'inert' ? 'policy.inert' : 'default',
  };
}

const leftToWaive = ({ result, waiving }: CheckInput): string =>
  waiving.waived.length === 0 ? '' : `: not waived are ${notWaived(groundsOf(result), waiving)}`;

/** What is waived is no reason any more; what a verdict would have been without it may be another. */
function waivedVerdict({ result }: CheckInput): WeighedReason[] {
  const { verdict, comparison, source, archive } = result;
  const isCompared =
    comparison !== null &&
    source !== null &&
    archive.entries > 0 &&
    (source.reachable || source.evidence.includes('user'));
  if (!isCompared)
    return [
      fails(
        'default',
        `${verdict.kind} is waived, but the release was compared with no source that its repository reaches`,
        exitCodes.inconclusive,
      ),
    ];
  return [passes('waivers', `${verdict.kind} passes: everything that it rests on is waived`)];
}
