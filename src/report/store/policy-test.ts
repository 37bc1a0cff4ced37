import type { RunDecision } from '../../batch/decide-run.js';
import type { ExitCode } from '../../errors.js';
import type { Decision } from '../../policy/decision.js';
import { count } from '../terminal/amount.js';
import { type Line, line, styled } from '../terminal/line.js';

/** What a policy makes of stored results. */
export interface PolicyTest {
  results: number;
  failing: readonly RunDecision[];
  /** Those with another exit code than before. */
  changed: readonly (RunDecision & { before: ExitCode })[];
  idle: Decision['idle'];
}

/** Amounts, then each result that is decided otherwise with its reasons, those that fail otherwise, and waivers that did nothing. */
export function policyTestLines({ results, failing, changed, idle }: PolicyTest): Line[] {
  const isChanged = new Set(changed.map(({ resultId }) => resultId));
  const same = failing.filter(({ resultId }) => !isChanged.has(resultId));
  return [
    line`${count(results, 'result')}: ${results - failing.length} pass, ${failing.length} fail; ${changed.length} decided otherwise than before`,
    ...changed.flatMap((one) => [
      line`  ${named(one)} ${styled(one.decision.outcome === 'pass' ? 'green' : 'red', `exit code ${one.before} → ${one.decision.exitCode}`)}`,
      ...reasonLines(one),
    ]),
    ...same.flatMap((one) => [line`  ${named(one)} fails as before`, ...reasonLines(one)]),
    ...idle.map(({ waiver, state, message }) => line`  ${waiver} is ${state}: ${message}`),
  ];
}

const named = ({ name, version }: RunDecision) => styled('bold', `${name}@${version}`);

/** Why it fails; why it passes, where it does. */
const reasonLines = ({ decision: { outcome, reasons } }: RunDecision): Line[] =>
  reasons
    .filter(({ passes }) => passes === (outcome === 'pass'))
    .map(({ message, rule }) => line`    ${message} ${styled('dim', `(${rule})`)}`);
