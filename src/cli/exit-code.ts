import { type ExitCode, exitCodes, mostImportant } from '../errors.js';

/** The exit code of a call with several specs. Without any it is that of wrong usage: nothing was verified. */
export function overallExitCode(codes: readonly ExitCode[]): ExitCode {
  return codes.length === 0 ? exitCodes.usage : mostImportant(codes);
}
