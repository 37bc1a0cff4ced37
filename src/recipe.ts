import { basename, join } from 'node:path';
import { isAbsent, textFile, whyUnreadable } from './config/text-file.js';
import type { Ecosystem } from './ecosystem.js';
import { type ErrorDetails, exitCodes, ReproveError } from './errors.js';

/** A recipe as it was found: how a person says that releases of a package are built. */
export interface RecipeText {
  /** Whose word it is. */
  from: 'user' | 'configuration' | 'source';
  /** File name; for the source the path in the repository. Nothing of this machine. */
  path: string;
  text: string;
}

/** A recipe of the user's that can't be used. */
class RecipeError extends ReproveError {
  constructor(details: Omit<ErrorDetails, 'exitCode' | 'code' | 'hint'>) {
    super({
      ...details,
      code: 'E_RECIPE',
      hint: 'docs/recipes.md has a full example.',
      exitCode: exitCodes.usage,
    });
  }
}

const largest = { bytes: 64 * 2 ** 10, words: '64 KiB' };

/** A recipe, and the package's folder that it names. */
export type UsableRecipe = RecipeText & { directory: string | null };

/**
 * The recipe that the user gave with a file, validated before anything else is done. Throws `RecipeError`.
 */
export async function userRecipe(path: string, ecosystem: Ecosystem): Promise<UsableRecipe> {
  try {
    return usable(
      { from: 'user', path: basename(path), text: await textFile(path, largest) },
      ecosystem,
      null,
    );
  } catch (cause) {
    if (cause instanceof RecipeError) throw cause;
    throw new RecipeError({ message: `cannot read the recipe ${path}: ${whyUnreadable(cause)}`, cause });
  }
}

/**
 * The recipe for a release: the user's, which must be for it, else that of the configuration's folder where it has one for this
 * version. Throws `RecipeError` for one that can't be used.
 */
export async function recipeFor(
  given: UsableRecipe | null,
  folder: string | undefined,
  release: { name: string; version: string },
  ecosystem: Ecosystem,
): Promise<UsableRecipe | null> {
  if (given !== null) return usable(given, ecosystem, release);
  const name = release.name.replace('/', '+');
  // The name is the release's word, and becomes that of a file here.
  if (folder === undefined || !/^@?[\w~-][\w.~-]*(?:\+[\w.~-]+)?$/.test(name)) return null;
  for (const path of [`${name}.yaml`, `${name}.yml`, `${name}.json`]) {
    const text = await readIfThere(join(folder, path));
    if (text === null) continue;
    const recipe = usable({ from: 'configuration', path, text }, ecosystem, null);
    return 'fault' in ecosystem.checkRecipe(text, release) ? null : recipe;
  }
  return null;
}

function usable(
  recipe: RecipeText,
  ecosystem: Ecosystem,
  release: { name: string; version: string } | null,
): UsableRecipe {
  const checked = ecosystem.checkRecipe(recipe.text, release);
  if (!('fault' in checked)) return { ...recipe, directory: checked.directory };
  throw new RecipeError({ message: `the recipe ${recipe.path} can't be used: ${checked.fault}` });
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await textFile(path, largest);
  } catch (cause) {
    if (isAbsent(cause)) return null;
    throw new RecipeError({
      message: `cannot read the recipe ${basename(path)}: ${whyUnreadable(cause)}`,
      cause,
    });
  }
}
