import { type ExitCode, exitCodes } from '../errors.js';

/**
 * Most important first. A finding (1) is never hidden by anything that happened to another spec; a call that must be corrected
 * (2) comes before a machine that must be mended (4), and both before a release that can't be judged (3), since until then it
 * isn't known what would have been found. 0 only if every single one passed.
 */
const importance: readonly ExitCode[] = [
  exitCodes.failed,
  exitCodes.usage,
  exitCodes.environment,
  exitCodes.inconclusive,
  exitCodes.passed,
];

/** The exit code of a call with several specs. Without any it is that of wrong usage: nothing was verified. */
export function overallExitCode(codes: readonly ExitCode[]): ExitCode {
  if (codes.length === 0) return exitCodes.usage;
  return importance.find((code) => codes.includes(code)) ?? exitCodes.environment;
}
