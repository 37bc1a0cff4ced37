import type { PlanRecipe } from '../sandbox/schema.js';
import type { Verdict } from './schema.js';

/**
 * Which unexplained entries a recipe expected, with its reason. It is told beside the entry and changes nothing: no entry counts
 * as accounted for because somebody expected it. Pure.
 */
export function leftovers(
  recipe: PlanRecipe | null,
  unexplained: Verdict['unexplained'],
): Verdict['leftovers'] {
  const expected = (recipe?.leftovers ?? []).map(({ path, reason }) => ({ matches: matcher(path), reason }));
  return unexplained.flatMap(({ path }) => {
    const found = expected.find(({ matches }) => matches.test(path));
    return found === undefined ? [] : [{ path, reason: found.reason }];
  });
}

/** `*` stands for anything but slashes, `**` for anything; the rest is meant to the letter. */
function matcher(glob: string): RegExp {
  const parts = glob.split(/(\*+)/).map((part) => {
    if (part.startsWith('*')) return part.length > 1 ? '.*' : '[^/]*';
    return part.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`, 's');
}
