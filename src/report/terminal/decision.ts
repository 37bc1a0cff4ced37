import type { Decision } from '../../policy/decision.js';
import { decisionLines, isWorthTelling, outcomeWords } from '../decision.js';
import { bounded, field } from './layout.js';
import { type Line, line, styled } from './line.js';
import type { TerminalOptions } from './options.js';

/** What the policy makes of the verdict, and why; nothing where it adds nothing. */
export function decision(decided: Decision | undefined, { verbose }: TerminalOptions): Line[] {
  if (decided === undefined || !isWorthTelling(decided)) return [];
  const words = styled(decided.outcome === 'pass' ? 'green' : 'red', outcomeWords(decided));
  return [
    field('policy', words),
    ...bounded(decisionLines(decided), verbose ? Number.POSITIVE_INFINITY : 20, (each) =>
      field('', line`${each}`),
    ),
  ];
}
