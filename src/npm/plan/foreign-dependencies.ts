import { posix } from 'node:path';
import type { Plan } from '../../sandbox/schema.js';
import { leaveOutForeign } from '../foreign-dependencies.js';
import type { ManagerChoice } from './manager-choice.js';
import { npm } from './managers/npm.js';
import type { SourceFacts } from './source-facts.js';

/**
 * Edits that leave out what a lockfile of npm takes from git hosts and other servers; null when it takes nothing from there that a
 * build may do without, or belongs to another manager. The manifests are edited too, or npm would find that they disagree.
 */
export function foreignDependencies(
  { folders, input }: SourceFacts,
  { manager, lockfile }: ManagerChoice,
): Pick<Plan, 'edits' | 'omitted'> | null {
  if (manager !== npm || lockfile === null) return null;
  const paths = [lockfile, ...folders.map((folder) => posix.join(folder, 'package.json'))];
  const found = paths.flatMap((path) => {
    const { names } = leaveOutForeign(posix.basename(path), input.files.get(path) ?? '');
    return names.length === 0 ? [] : [{ path, names }];
  });
  if (found[0]?.path !== lockfile) return null;
  const reason = 'no registry has it, and the sandbox reaches nothing else';
  return {
    edits: found.map(({ path }) => ({
      path,
      edit: 'leave-out-foreign',
      reason: `${reason}; undone before the build`,
    })),
    omitted: found[0].names.map((name) => ({ step: `install ${name}`, reason })),
  };
}
