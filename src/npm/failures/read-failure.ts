import type { FailedStep, FailureReading } from '../../ecosystem.js';
import { lintFailure, testFailure, typeErrors } from './checks.js';
import { compilerMissing } from './compiler-missing.js';
import type { Failure } from './define-failure.js';
import { dependencyNotFound, peerConflict } from './dependencies.js';
import { engineMismatch } from './engine-mismatch.js';
import { gitDependency } from './git-dependency.js';
import { limits } from './limits.js';
import { lockfileMismatch } from './lockfile-mismatch.js';
import { missingCommand, missingModule, missingScript } from './missing.js';
import { networkRefused, proxyRefused } from './network-refused.js';
import { repositoryMissing } from './repository-missing.js';

/** In order of how certainly a line of theirs is the reason: what is further down may only be its consequence. */
const failures: readonly Failure[] = [
  ...limits,
  engineMismatch,
  lockfileMismatch,
  peerConflict,
  gitDependency,
  dependencyNotFound,
  networkRefused,
  compilerMissing,
  missingScript,
  missingCommand,
  missingModule,
  repositoryMissing,
  typeErrors,
  testFailure,
  lintFailure,
  proxyRefused,
];

const mostLines = 3_000;
const longestLine = 500;

/** What only warns stops nothing. */
const warning = /^(?:npm (?:WARN|warn)|warning|\s*WARN|\(node:\d+\))\b/;

/**
 * What the log of a failed step says is the reason, from texts that npm's managers and build tools print; null when nothing
 * known is in it. A log is what the build wrote: it decides which plan is tried next, never what counts as evidence. Pure.
 */
export function readFailure(failed: FailedStep): FailureReading | null {
  const lines = failed.log
    .split('\n')
    .slice(-mostLines)
    .map((line) => plainText(line.slice(0, longestLine)))
    .filter((line) => !warning.test(line));
  for (const { kind, read } of failures) {
    const found = read(failed, lines);
    if (found !== null) return { kind, ...found };
  }
  return null;
}

/** Without colours and carriage returns, which tools write even where nobody sees them. */
function plainText(line: string): string {
  return line.replace(/\x1b\[[\d;]*[A-Za-z]/g, '').replace(/\r/g, '');
}
