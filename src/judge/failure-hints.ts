import type { FailureKind } from '../sandbox/failure-kinds.js';
import type { InconclusiveCause } from './schema.js';

type Give = InconclusiveCause['give'];

const otherPlace = {
  give: ['ref', 'directory', 'recipe'],
  hint: 'check that revision and folder are the right ones, or say in a recipe what to run',
} as const;
const toolchain = {
  give: ['recipe', 'ref'],
  hint: 'name the versions of node and of the package manager in a recipe',
} as const;
const installing = {
  give: ['recipe', 'ref'],
  hint: 'say in a recipe how to install without what is refused',
} as const;
const leftOut = {
  give: ['recipe', 'ref'],
  hint: 'say in a recipe which steps make the files, without those that fail',
} as const;
const limit = {
  give: ['recipe'],
  hint: 'raise sandbox.limits in the configuration, or say in a recipe which steps make the files',
} as const;

const hints: Record<FailureKind, { give: readonly Give[number][]; hint: string }> = {
  'missing-script': otherPlace,
  'missing-command': otherPlace,
  'missing-module': otherPlace,
  'engine-mismatch': toolchain,
  'lockfile-mismatch': toolchain,
  'peer-conflict': toolchain,
  'network-refused': installing,
  'git-dependency': installing,
  'dependency-not-found': installing,
  'compiler-missing': toolchain,
  'repository-missing': leftOut,
  'out-of-memory': limit,
  'out-of-disk': limit,
  'out-of-time': limit,
  'test-failure': leftOut,
  'lint-failure': leftOut,
  'type-errors': leftOut,
};

/** What a person could do about a failed rebuild, and what to give to the next verification. */
export function failureHint(kind: FailureKind | null): Pick<InconclusiveCause, 'give' | 'hint'> {
  const { give, hint } = kind === null ? otherPlace : hints[kind];
  return { give: [...give], hint: `${hint}; --keep <dir> leaves the whole log` };
}
