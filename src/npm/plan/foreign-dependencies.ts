import { posix } from 'node:path';
import type { Plan } from '../../sandbox/schema.js';
import { leaveOutForeign } from '../foreign-dependencies.js';
import type { ManagerChoice } from './manager-choice.js';
import { npm } from './managers/npm.js';
import { yarn } from './managers/yarn.js';
import type { SourceFacts } from './source-facts.js';

/**
 * Edits that leave out what an install takes from git hosts and other servers; null when it takes nothing from there that a build may
 * do without, or pnpm's lockfile is obeyed. npm compares its lockfile with the manifests, so both are edited; to yarn Classic it is no
 * matter that a lockfile has more than is asked for.
 */
export function foreignDependencies(
  { folders, input }: SourceFacts,
  { manager, lockfile }: ManagerChoice,
): Pick<Plan, 'edits' | 'omitted'> | null {
  if (lockfile !== null && manager !== npm && manager !== yarn) return null;
  const locked = manager === npm ? lockfile : null;
  const manifests = folders.map((folder) => posix.join(folder, 'package.json'));
  const found = [...(locked === null ? [] : [locked]), ...manifests].flatMap((path) => {
    const { names } = leaveOutForeign(posix.basename(path), input.files.get(path) ?? '');
    return names.length === 0 ? [] : [{ path, names }];
  });
  const [first] = found;
  if (first === undefined || (locked !== null && first.path !== locked)) return null;
  const names = locked === null ? [...new Set(found.flatMap((one) => one.names))].sort() : first.names;
  const reason = 'no registry has it, and the sandbox reaches nothing else';
  return {
    edits: found.map(({ path }) => ({
      path,
      edit: 'leave-out-foreign',
      reason: `${reason}; undone before the build`,
    })),
    omitted: names.map((name) => ({
      step: `install ${name}`,
      reason: `${reason}, unless its git repository can be had`,
    })),
  };
}
