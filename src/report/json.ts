import type { Decision } from '../policy/decision.js';
import type { Result } from '../result.js';
import { escapeJson } from './escape.js';
import { defineFormat } from './format.js';
import type { Outcome } from './outcome.js';

/** Outcomes as `reportSchema` describes them, safe to look at in a terminal. Ends with a line break. */
export function jsonReport(outcomes: readonly Outcome[]): string {
  const reports = outcomes.map((outcome) =>
    'result' in outcome ? decided(outcome.result, outcome.decision) : outcome,
  );
  return `${jsonText(reports.length === 1 ? reports[0] : reports)}\n`;
}

/** Any value of ours as indented JSON in which nothing hidden is left raw. */
export function jsonText(value: unknown): string {
  return escapeJson(JSON.stringify(value, null, 2));
}

const decided = (result: Result, decision: Decision | undefined): object =>
  decision === undefined ? result : { ...result, decision };

/** A result as it is, for machines and for `reprove report` later; a decision goes with it. */
export const format = defineFormat({
  extension: 'json',
  write: (result, decision) => `${jsonText(decided(result, decision))}\n`,
});
