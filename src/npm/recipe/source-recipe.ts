import { posix } from 'node:path';
import type { PlanningInput } from '../../ecosystem.js';
import type { RecipeText } from '../../recipe.js';
import { checkRecipe } from './check.js';
import { parseRecipe } from './parse.js';

const endings = ['yaml', 'yml', 'json'];

/** Where a source may keep a recipe, relative to the package's folder and to the root. */
export const recipeFiles: readonly string[] = ['.reprove/recipe', 'reprove.recipe'].flatMap((name) =>
  endings.map((ending) => `${name}.${ending}`),
);

/**
 * The recipe that the source itself has for a package, nearest first. One at the root of a repository with more packages must
 * name the package. What can't be used is a note: the source's mistakes are no errors.
 */
export function sourceRecipe({ directory, files, release }: PlanningInput): {
  recipe: RecipeText | null;
  notes: string[];
} {
  const notes: string[] = [];
  for (const folder of new Set([directory, ''])) {
    for (const file of recipeFiles) {
      const path = posix.join(folder, file);
      const text = files.get(path);
      if (text === undefined) continue;
      const fault = faultOf(text, folder, directory, release);
      if (fault === null) return { recipe: { from: 'source', path, text }, notes };
      notes.push(`the recipe ${path} of the source is not used: ${fault}`);
    }
  }
  return { recipe: null, notes };
}

function faultOf(
  text: string,
  folder: string,
  directory: string,
  release: PlanningInput['release'],
): string | null {
  const checked = checkRecipe(text, release);
  if ('fault' in checked) return checked.fault;
  const parsed = parseRecipe(text);
  if (folder !== directory && 'recipe' in parsed && parsed.recipe.package === undefined)
    return 'at the root it must name the package';
  return checked.directory === null || checked.directory === directory
    ? null
    : `the package is in the folder '${directory}', not in '${checked.directory}'`;
}
