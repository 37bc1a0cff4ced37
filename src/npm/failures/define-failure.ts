import type { FailedStep, FailureReading } from '../../ecosystem.js';
import type { FailureKind } from '../../sandbox/failure-kinds.js';

/** What the log of a failed step is looked through for. */
export interface FailurePattern {
  /** Looked for in single lines. What its first group matches is what the failure is about. */
  pattern: RegExp;
  /** One of the next lines must match too. */
  followedBy?: RegExp;
}

/** One kind of failure: reads a failed step, and finds it or not. Pure. */
export interface Failure {
  kind: FailureKind;
  read(step: FailedStep, lines: readonly string[]): Omit<FailureReading, 'kind'> | null;
}

/** Lines after a line in which `followedBy` is looked for: as long as stacks of node are. */
const window = 12;
const longest = 200;

/**
 * Declares a kind of failure that lines of the log tell. The first line that any pattern matches is the one told.
 * `installOnly`: no other step fails for such a reason, whatever it prints.
 */
export function defineFailure(
  kind: FailureKind,
  patterns: readonly FailurePattern[],
  { installOnly = false } = {},
): Failure {
  return {
    kind,
    read({ step }, lines) {
      if (installOnly && step.phase !== 'install') return null;
      for (const [at, line] of lines.entries()) {
        for (const { pattern, followedBy } of patterns) {
          const match = pattern.exec(line);
          if (match === null) continue;
          const after = lines.slice(at + 1, at + 1 + window);
          if (followedBy !== undefined && !after.some((each) => followedBy.test(each))) continue;
          const about = match.slice(1).find((group) => group !== undefined && group !== '');
          return { about: about?.slice(0, longest) ?? null, line: line.trim().slice(0, longest) };
        }
      }
      return null;
    },
  };
}
