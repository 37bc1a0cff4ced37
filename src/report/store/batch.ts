import type { BatchResult } from '../../batch/conclude.js';
import type { Ending } from '../../batch/run.js';
import type { JobKey } from '../../batch/store/runs.js';
import type { VerdictKind } from '../../judge/schema.js';
import { count } from '../terminal/amount.js';
import { verdictWords } from '../terminal/heading.js';
import { joined, type Line, line, styled } from '../terminal/line.js';
import { changeLines } from './changes.js';

const order: readonly VerdictKind[] = ['suspicious', 'differs', 'inconclusive', 'inert', 'reproduced'];

/** One release of a batch as it is done. */
export function endingLine(
  { name, version }: JobKey,
  ending: Ending,
  { done, of }: { done: number; of: number },
): Line {
  const place = styled('dim', `${String(done).padStart(String(of).length)}/${of}`);
  if ('code' in ending)
    return line`${place}  ${styled('bold', `${name}@${version}`)}  ${styled('red', 'failed')}: ${ending.message} ${styled('dim', `(${ending.code})`)}`;
  const known = ending.reused ? styled('dim', ' (known)') : '';
  return line`${place}  ${styled('bold', `${name}@${version}`)}  ${verdictWords(ending.verdict)}${known}`;
}

/** What a batch came to: how many of each, what failed, what changed. */
export function batchLines({ run, since, counts, verdicts, failed, changes, policy }: BatchResult): Line[] {
  const judged = order.flatMap((kind) =>
    verdicts[kind] === undefined ? [] : [line`${verdicts[kind]} ${verdictWords(kind)}`],
  );
  const others: [number, string][] = [
    [counts.failed, 'failed'],
    [counts.notVerified, 'not verified'],
    [counts.reused, 'known from before'],
  ];
  const amounts = [
    ...judged,
    ...others.filter(([amount]) => amount > 0).map(([amount, words]) => line`${amount} ${words}`),
  ];
  const total = counts.verified + counts.failed + counts.notVerified;
  return [
    line`${styled('bold', `run ${run}`)}: ${count(total, 'dependency', 'dependencies')}${amounts.length === 0 ? '' : ': '}${joined(amounts, ', ')}`,
    ...failed.map(
      ({ name, version, code, message }) =>
        line`  ${styled('bold', `${name}@${version}`)} ${styled('red', 'failed')}: ${message} ${styled('dim', `(${code})`)}`,
    ),
    ...(policy === null ? [] : policyLines(policy)),
    ...(since === null ? [] : changeLines(since, run, changes)),
  ];
}

/** What fails the policy, each with the reasons that do; then waivers that did nothing. */
function policyLines({ failing, waived, idle }: NonNullable<BatchResult['policy']>): Line[] {
  const shown = failing.slice(0, mostFailing);
  return [
    ...(failing.length + waived === 0
      ? []
      : [
          line`${count(failing.length, 'release')} ${failing.length === 1 ? 'fails' : 'fail'} the policy, ${waived} passed by waivers`,
        ]),
    ...shown.flatMap(({ name, version, decision }) =>
      decision.reasons
        .filter(({ passes }) => !passes)
        .map(
          ({ message, rule }) =>
            line`  ${styled('bold', `${name}@${version}`)} ${message} ${styled('dim', `(${rule})`)}`,
        ),
    ),
    ...(failing.length > shown.length ? [line`  … ${failing.length - shown.length} more`] : []),
    ...idle.map(({ waiver, state, message }) => line`  ${waiver} is ${state}: ${message}`),
  ];
}

/** Releases that are told one by one. */
const mostFailing = 100;
