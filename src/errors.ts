/**
 * Exit codes of the command line, as README documents them.
 * `verdict` codes come from the result; the others from an error.
 */
export const exitCodes = { passed: 0, failed: 1, usage: 2, inconclusive: 3, environment: 4 } as const;

/** One of the documented exit codes. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

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

/** The exit code of several things; that of nothing at all is no pass. */
export const mostImportant = (codes: readonly ExitCode[]): ExitCode =>
  importance.find((code) => codes.includes(code)) ?? exitCodes.environment;

/** What an error is made of. */
export interface ErrorDetails {
  /** Stable, upper-case, for scripts and tests: `E_NO_SUCH_PACKAGE`. */
  code: string;
  /** One line: what happened, to what. */
  message: string;
  /** One line: what to do next. */
  hint: string;
  exitCode: ExitCode;
  cause?: unknown;
}

/**
 * Base of every error that reprove raises on purpose. Each area has one subclass (`RegistryError`, `ArchiveError`…).
 * Expected outcomes (no tag, a build that fails) are values, never errors.
 */
export class ReproveError extends Error {
  readonly code: string;
  readonly hint: string;
  readonly exitCode: ExitCode;

  constructor({ code, message, hint, exitCode, cause }: ErrorDetails) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.code = code;
    this.hint = hint;
    this.exitCode = exitCode;
  }
}
