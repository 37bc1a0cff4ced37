import { posix } from 'node:path';
import { recipeFiles } from '../recipe/source-recipe.js';
import { releaseConfigurations, releaseScriptFiles } from './flow/release-files.js';
import { managers } from './managers/index.js';
import { foldersUpwards, isWorkflow } from './source-facts.js';

const names = [
  'package.json',
  ...managers.flatMap(({ lockfiles }) => lockfiles),
  'pnpm-workspace.yaml',
  'lerna.json',
  'rush.json',
  'nx.json',
  '.npmrc',
  '.yarnrc',
  '.yarnrc.yml',
  'bunfig.toml',
  '.nvmrc',
  '.node-version',
  '.tool-versions',
  ...recipeFiles,
  ...releaseConfigurations,
];

/** Workflow files that are read at most. */
const mostWorkflows = 50;

/** Manifests of other packages of the source that are read at most, and how deep they may lie. */
const mostManifests = 1_000;
const deepest = 5;

/**
 * Paths whose contents planning wants to see: manifests, lockfiles, pins and configuration in the package's folder and each
 * folder above it, CI workflow files, the manifests of what may be members of the same workspace, and files that release scripts
 * are usually in.
 */
export function planningFiles(paths: ReadonlySet<string>, directory: string): string[] {
  const near = foldersUpwards(directory).flatMap((folder) => names.map((name) => posix.join(folder, name)));
  const workflows = [...paths].filter(isWorkflow).sort().slice(0, mostWorkflows);
  const more = [...otherManifests(paths), ...releaseScriptFiles(paths)];
  return [...new Set([...near, ...workflows, ...more])].filter((path) => paths.has(path));
}

/** Those nearest to the root first: what lies deep is a fixture more often than a package. */
function otherManifests(paths: ReadonlySet<string>): string[] {
  const depth = (path: string) => path.split('/').length;
  return [...paths]
    .filter(
      (path) => path.endsWith('/package.json') && depth(path) <= deepest && !path.includes('node_modules/'),
    )
    .sort((left, right) => depth(left) - depth(right) || (left < right ? -1 : 1))
    .slice(0, mostManifests);
}
