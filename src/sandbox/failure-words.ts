import type { FailureKind } from './failure-kinds.js';

/** Kinds of failure as a person says them; what it is about goes behind. */
const words: Record<FailureKind, string> = {
  'missing-script': 'package.json has no such script',
  'missing-command': 'a command is not there',
  'missing-module': 'a module is not there',
  'engine-mismatch': "it doesn't work with this version of a tool",
  'network-refused': 'it needs a host that the sandbox does not reach',
  'git-dependency': 'a dependency comes from a git host, which the sandbox does not reach',
  'lockfile-mismatch': "the lockfile can't be obeyed",
  'dependency-not-found': 'the registry has no such dependency, or had none on that day',
  'peer-conflict': 'dependencies contradict each other',
  'compiler-missing': "a native addon can't be compiled",
  'repository-missing': 'it asks git, and the source was no repository',
  'out-of-memory': 'the memory was not enough',
  'out-of-disk': 'the disk was not enough',
  'out-of-time': 'the time was not enough',
  'test-failure': 'tests fail in the middle of it',
  'lint-failure': 'a linter complains in the middle of it',
  'type-errors': 'the type checker finds errors',
};

/** Why a step failed, in words: `a command is not there: rollup`. What it is about comes from a log and is for the printer to escape. */
export function failureWords({ kind, about }: { kind: FailureKind; about: string | null }): string {
  return about === null ? words[kind] : `${words[kind]}: ${about}`;
}
