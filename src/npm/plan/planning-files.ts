import { posix } from 'node:path';
import { recipeFiles } from '../recipe/source-recipe.js';
import { managers } from './managers/index.js';
import { foldersUpwards, isWorkflow } from './source-facts.js';

const names = [
  'package.json',
  ...managers.flatMap(({ lockfiles }) => lockfiles),
  'pnpm-workspace.yaml',
  'lerna.json',
  '.npmrc',
  '.yarnrc',
  '.yarnrc.yml',
  '.nvmrc',
  '.node-version',
  '.tool-versions',
  ...recipeFiles,
];

/** Workflow files that are read at most. */
const mostWorkflows = 50;

/**
 * Paths whose contents planning wants to see: manifests, lockfiles, pins and configuration in the package's folder and each
 * folder above it, and CI workflow files.
 */
export function planningFiles(paths: ReadonlySet<string>, directory: string): string[] {
  const near = foldersUpwards(directory).flatMap((folder) => names.map((name) => posix.join(folder, name)));
  const workflows = [...paths].filter(isWorkflow).sort().slice(0, mostWorkflows);
  return [...new Set([...near, ...workflows])].filter((path) => paths.has(path));
}
