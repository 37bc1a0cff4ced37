import type { CheckResult } from '../attest/check/schema.js';
import type { Config } from '../config/schema.js';
import { type ExitCode, exitCodes } from '../errors.js';
import type { Result } from '../result.js';
import type { DecisionReason } from './decision.js';
import type { Ruling } from './ruling.js';
import type { Waiving } from './waiving.js';

/** The parts of a configuration that decide. */
export type DecidingConfig = Pick<Config, 'policy' | 'waivers' | 'expectedSource'>;

/** What a check of a policy is given; plain data. */
export interface CheckInput {
  result: Result;
  ruling: Ruling;
  config: DecidingConfig;
  /** Milliseconds since 1970. */
  now: number;
  waiving: Waiving;
  /** What the verifiers say; null when nobody asked them. */
  attestations: CheckResult | null;
}

/** A reason, and the exit code that it asks for. */
export type WeighedReason = DecisionReason & { exitCode: ExitCode };

/** One thing that a policy asks for. Says nothing where the policy doesn't ask. Pure. */
export type Check = (input: CheckInput) => WeighedReason[];

/** A reason for passing. */
export const passes = (rule: string, message: string): WeighedReason => ({
  passes: true,
  rule,
  message,
  exitCode: exitCodes.passed,
});

/** A reason for failing; `inconclusive` where it isn't known whether what is asked for holds. */
export const fails = (
  rule: string,
  message: string,
  exitCode: ExitCode = exitCodes.failed,
): WeighedReason => ({
  passes: false,
  rule,
  message,
  exitCode,
});
