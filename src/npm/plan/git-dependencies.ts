import { posix } from 'node:path';
import type { PlanEdit } from '../../sandbox/schema.js';
import { gitReferences } from '../git-dependencies/rewrite.js';
import type { ManagerChoice } from './manager-choice.js';
import { foldersUpwards, type SourceFacts } from './source-facts.js';

/**
 * Edits that let an install take packages of git repositories from the registry proxy; none where there are no such packages. Whether
 * a repository can be had is not known here: what can't stays as it is. A lockfile decides which files there are, and comes first.
 */
export function gitDependencies({ input }: SourceFacts, { folder, lockfile }: ManagerChoice): PlanEdit[] {
  const has = (path: string) => {
    const text = input.files.get(path);
    return text !== undefined && gitReferences(posix.basename(path), text).length > 0;
  };
  if (lockfile !== null && !has(lockfile)) return [];
  const manifests = manifestsOf(input, folder).filter(has);
  // Of what pnpm locked, its lockfile alone says where it is fetched.
  const paths =
    lockfile === null
      ? manifests
      : [lockfile, ...(posix.basename(lockfile) === 'pnpm-lock.yaml' ? [] : manifests)];
  const reason =
    'packages of git repositories are served from these where they can be had; undone before the build';
  return paths.map((path) => ({ path, edit: 'git-dependencies', reason }));
}

/** Manifests that an install in `folder` is known to read: of the package, and of the folders between. */
function manifestsOf({ directory, files }: SourceFacts['input'], folder: string): string[] {
  return foldersUpwards(directory)
    .filter((above) => folder === '' || above === folder || above.startsWith(`${folder}/`))
    .map((above) => posix.join(above, 'package.json'))
    .filter((path) => files.has(path));
}
