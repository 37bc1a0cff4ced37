import type { CheckResult } from '../attest/check/schema.js';
import { type ExitCode, mostImportant } from '../errors.js';
import type { Result } from '../result.js';
import type { Check, DecidingConfig } from './check.js';
import { checkAge } from './checks/age.js';
import { checkFindings } from './checks/findings.js';
import { checkLevel } from './checks/level.js';
import { checkProvenance } from './checks/provenance.js';
import { checkQuorum } from './checks/quorum.js';
import { checkSource } from './checks/source.js';
import { checkVerdict } from './checks/verdict.js';
import type { Decision } from './decision.js';
import { rulingFor } from './ruling.js';
import { waivingOf } from './waiving.js';

/** In the order in which reasons are told. */
const checks: readonly Check[] = [
  checkVerdict,
  checkLevel,
  checkFindings,
  checkSource,
  checkProvenance,
  checkQuorum,
  checkAge,
];

/**
 * What the policy of a configuration makes of a result: whether it passes, with which exit code, and why. The result is never changed, and
 * `suspicious` passes by waivers alone, one for each thing that it rests on. Pure.
 *
 * @param attestations What `reprove check` says of the same bytes, for rules with a quorum; without, these fail.
 */
export function decide(
  result: Result,
  config: DecidingConfig,
  now: Date,
  attestations: CheckResult | null = null,
): Decision {
  const waiving = waivingOf(result, config.waivers, now.getTime());
  const ruling = rulingFor(result.release, config.policy);
  const input = { result, ruling, config, now: now.getTime(), waiving, attestations };
  const reasons = checks.flatMap((check) => check(input)).sort((a, b) => Number(a.passes) - Number(b.passes));
  const exitCode: ExitCode = mostImportant(reasons.map((reason) => reason.exitCode));
  return {
    outcome: exitCode === 0 ? 'pass' : 'fail',
    exitCode,
    decidedAt: now.toISOString(),
    reasons: reasons.map(({ passes, rule, message }) => ({ passes, rule, message })),
    waived: waiving.waived,
    idle: waiving.idle,
  };
}
