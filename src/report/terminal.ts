import type { Decision } from '../policy/decision.js';
import type { Result } from '../result.js';
import { duration } from './terminal/amount.js';
import { baseline } from './terminal/baseline.js';
import { compared } from './terminal/compared.js';
import { decision } from './terminal/decision.js';
import { findings } from './terminal/findings.js';
import { heading } from './terminal/heading.js';
import { field } from './terminal/layout.js';
import { type Line, line, printed, styled } from './terminal/line.js';
import { next } from './terminal/next.js';
import type { TerminalOptions } from './terminal/options.js';
import { origin } from './terminal/origin.js';
import { provenance } from './terminal/provenance.js';
import { rebuilds } from './terminal/rebuilds.js';
import { unexplained } from './terminal/unexplained.js';

/** A result as a person reads it in a terminal: the verdict first, then its reasons, then what to do. Ends with a line break. */
export function terminalReport(result: Result, options: TerminalOptions, decided?: Decision): string {
  const lines = [
    ...heading(result, options),
    ...origin(result, options),
    ...provenance(result, options),
    ...compared(result, options),
    ...rebuilds(result, options),
    ...stopped(result),
    ...baseline(result),
    ...decision(decided, options),
    field('took', line`${duration(result.seconds)}`),
    ...findings(result, options),
    ...unexplained(result, options),
    ...next(result, options),
  ];
  return `${lines.map((each) => printed(each, options.color).trimEnd()).join('\n')}\n`;
}

/** At which stage a verification ended without a conclusion; why there is no source is told where the source would be. */
function stopped({ verdict: { cause } }: Result): Line[] {
  return cause === null || cause.stage === 'locate'
    ? []
    : [field('stopped', line`at ${cause.stage}: ${cause.message} ${styled('dim', `(${cause.reason})`)}`)];
}
