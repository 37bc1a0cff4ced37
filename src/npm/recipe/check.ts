import { satisfies } from 'semver';
import { repositoryPath } from '../../source/repository-path.js';
import { parseRecipe } from './parse.js';
import type { Recipe } from './schema.js';

/** Why a recipe is not for a release; null when it is. */
function unfit(recipe: Recipe, { name, version }: { name: string; version: string }): string | null {
  if (recipe.package !== undefined && recipe.package !== name)
    return `it is for ${recipe.package}, not for ${name}`;
  const { versions } = recipe;
  if (versions !== undefined && !satisfies(version, versions, { includePrerelease: true }))
    return `it is for versions ${versions}, not for ${version}`;
  return null;
}

/** Validates the text of a recipe, and that it is for a release where one is given. */
export function checkRecipe(
  text: string,
  release: { name: string; version: string } | null,
): { directory: string | null } | { fault: string } {
  const parsed = parseRecipe(text);
  if ('fault' in parsed) return parsed;
  const fault = release === null ? null : unfit(parsed.recipe, release);
  if (fault !== null) return { fault };
  const { directory } = parsed.recipe;
  return { directory: directory === undefined ? null : repositoryPath(directory) };
}
