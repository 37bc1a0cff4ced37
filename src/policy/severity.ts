import type { SignalRule } from '../config/policy-schema.js';
import type { Finding, Severity } from '../judge/schema.js';
import { matchesAny, type Named } from './ruling.js';

/** A finding as the policy takes it. */
export interface Weighed {
  finding: Finding;
  severity: Severity | 'off';
  /** Where the configuration changes it, and why; null where it doesn't. */
  changed: { place: string; reason: string } | null;
}

/** Least first. */
const severities = ['off', 'info', 'low', 'medium', 'high'] as const;

/** Whether a severity is another or above it. */
export const reaches = (severity: Severity | 'off', least: Severity): boolean =>
  severities.indexOf(severity) >= severities.indexOf(least);

/**
 * What the policy takes a finding for: what the first rule about its signal and the release says. A high one stays what it is: a rule is
 * about findings that nobody has seen yet, and one of these is what made the verdict.
 */
export function weighed(finding: Finding, release: Named, rules: readonly SignalRule[]): Weighed {
  if (finding.severity === 'high') return { finding, severity: 'high', changed: null };
  const at = rules.findIndex(
    ({ signal, packages }) => signal === finding.signal && matchesAny(packages, release),
  );
  const rule = rules[at];
  if (rule === undefined) return { finding, severity: finding.severity, changed: null };
  const changed = { place: `policy.signals[${at}]`, reason: rule.reason };
  return { finding, severity: rule.severity, changed };
}
