import type { Finding, Severity } from '../../judge/schema.js';
import type { Result } from '../../result.js';
import { newMark } from './baseline.js';
import { bounded, section } from './layout.js';
import { type Line, line, type Style, styled } from './line.js';
import type { TerminalOptions } from './options.js';

const order: readonly Severity[] = ['high', 'medium', 'low', 'info'];
const styles: Record<Severity, Style> = { high: 'red', medium: 'yellow', low: 'cyan', info: 'dim' };

/** Named reasons for concern, most severe first, each with the place that shows it. */
export function findings(
  { findings: all, baseline }: Pick<Result, 'findings' | 'baseline'>,
  { verbose }: TerminalOptions,
): Line[] {
  const sorted = [...all].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  const lines = bounded(sorted, verbose ? Number.POSITIVE_INFINITY : 20, (one) =>
    printFinding(one, baseline),
  );
  return section(line`Findings`, lines);
}

function printFinding(finding: Finding, baseline: Result['baseline']): Line[] {
  const { severity, title, path, line: at, message, excerpt, docs } = finding;
  const place = path === null ? '' : ` ${path}${at === null ? '' : `:${at}`}`;
  const head = line`  ${styled(styles[severity], severity.padEnd(6))} ${styled('bold', title)}${place}: ${message} ${styled('dim', `(${docs})`)}${newMark(finding.new, baseline)}`;
  return excerpt === null ? [head] : [head, line`         ${styled('dim', excerpt)}`];
}
