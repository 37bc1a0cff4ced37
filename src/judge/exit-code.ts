import type { Config } from '../config/schema.js';
import { type ExitCode, exitCodes } from '../errors.js';
import type { Verdict } from './schema.js';

/** The exit code of one verdict, as docs/verdicts.md has it. */
export function exitCode(
  verdict: Pick<Verdict, 'kind' | 'cause'>,
  policy: Pick<Config['policy'], 'inert'>,
): ExitCode {
  switch (verdict.kind) {
    case 'reproduced':
      return exitCodes.passed;
    case 'inert':
      return policy.inert === 'pass' ? exitCodes.passed : exitCodes.failed;
    case 'differs':
    case 'suspicious':
      return exitCodes.failed;
    case 'inconclusive':
      return verdict.cause?.environment ? exitCodes.environment : exitCodes.inconclusive;
  }
}
