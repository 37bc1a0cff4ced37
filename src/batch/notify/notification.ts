import { type ExitCode, exitCodes } from '../../errors.js';
import { escapeText } from '../../report/escape.js';
import { changeLines } from '../../report/store/changes.js';
import { count } from '../../report/terminal/amount.js';
import { printed } from '../../report/terminal/line.js';
import type { BatchResult } from '../conclude.js';

/** What there is to tell of a run that ended. */
export interface Notification {
  /** What the run was of, as typed. */
  inputs: string;
  result: BatchResult;
  /** Address of the web site, for links; null where there is none. */
  site: string | null;
}

/** When a channel is used. */
export type When = 'change' | 'failure' | 'always';

/**
 * Whether a run is told where that was asked for. A release that could not be verified before and can't be now is no change, one that can't be for the first
 * time is. A first run has nothing to have changed from: it is told where not all of it passed.
 */
export function isTold(
  when: When,
  { exitCode, changes, newlyFailed, since, verdicts }: BatchResult,
): boolean {
  if (when === 'always') return true;
  const failed = exitCode !== exitCodes.passed;
  if (when === 'failure') return failed;
  if (since === null) return failed || (verdicts.differs ?? 0) > 0;
  return changes.length > 0 || newlyFailed > 0;
}

const endings: Record<ExitCode, string> = {
  0: 'passed',
  1: 'failed',
  2: 'ended with 2',
  3: 'left something open',
  4: 'was hindered by its machine',
};

/** One line, of our own words and numbers only. */
export function subjectOf({ result }: Notification): string {
  const { run, exitCode, changes, verdicts, newlyFailed } = result;
  const { suspicious = 0, differs = 0 } = verdicts;
  const parts = [
    `run ${run} ${endings[exitCode]}`,
    ...(suspicious > 0 ? [`${suspicious} suspicious`] : []),
    ...(differs > 0 ? [`${differs} not its source`] : []),
    ...(newlyFailed > 0 ? [`${newlyFailed} newly failed`] : []),
    ...(changes.length > 0 ? [count(changes.length, 'change')] : []),
  ];
  return `reprove: ${parts.join(', ')}`;
}

/** Lines of text at most; what is left out is counted. */
const mostLines = 60;

/** What happened, as lines of plain text in which nothing is hidden. */
export function linesOf({ inputs, result, site }: Notification): string[] {
  const { run, since, changes, failed } = result;
  const told = [
    ...(since === null ? [] : changeLines(since, run, changes).map((each) => printed(each, false).trimEnd())),
    ...failed.map(({ name, version, code, message }) => `  ${name}@${version} failed: ${message} (${code})`),
  ];
  const more = told.length - mostLines;
  return [
    `Inputs: ${inputs}`,
    ...told.slice(0, mostLines),
    ...(more > 0 ? [`… and ${count(more, 'more line')}`] : []),
    ...(site === null ? [] : [`${site.replace(/\/+$/, '')}/runs/${run}`]),
  ].map(plain);
}

/** One line stays one. */
const plain = (line: string): string => escapeText(line, 400);
