import type { Locked } from './locked.js';
import { berryLocked } from './lockfile-yarn-berry.js';
import { classicLocked } from './lockfile-yarn-classic.js';
import { noManifests, type ProjectManifests } from './project-manifests.js';

/** What a yarn.lock of any yarn installs. Throws when it is none, or holds a merge conflict. */
export async function yarnLocked(
  content: string,
  manifests: ProjectManifests = noManifests,
): Promise<Locked[]> {
  if (/^__metadata:/m.test(content)) return berryLocked(content, manifests);
  return classicLocked(content, await projectsOf(manifests));
}

/** The package.json of the project and of its workspaces, which a yarn.lock of yarn Classic doesn't name; null where not all are known. */
async function projectsOf(manifests: ProjectManifests) {
  const root = await manifests.at('');
  if (root === null) return null;
  const patterns = patternsOf(root.workspaces);
  if (patterns === null) return [root];
  const folders = await manifests.folders(patterns);
  if (folders === null) return null;
  const found = await Promise.all(folders.map((folder) => manifests.at(folder)));
  return [root, ...found.filter((each) => each !== null)];
}

/** `workspaces` is a list, or an object with one. */
function patternsOf(workspaces: unknown): string[] | null {
  const list = Array.isArray(workspaces)
    ? workspaces
    : (workspaces as { packages?: unknown } | null | undefined)?.packages;
  return Array.isArray(list) ? list.filter((each) => typeof each === 'string') : null;
}
