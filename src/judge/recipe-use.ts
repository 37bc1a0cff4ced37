import type { Comparison } from '../compare/schema.js';
import type { Rebuild } from '../sandbox/schema.js';
import type { Verdict } from './schema.js';

/** The recipe whose plan was run, and how many entries it accounts for; null when no recipe played a part. Pure. */
export function recipeUse(rebuilds: readonly Rebuild[], comparison: Comparison | null): Verdict['recipe'] {
  const plan = rebuilds.find(({ plan: { recipe } }) => recipe !== null)?.plan;
  if (plan == null || plan.recipe === null) return null;
  const accounted = (comparison?.entries ?? []).filter(
    ({ evidence }) => 'plan' in evidence && evidence.plan === plan.digest,
  );
  return { ...plan.recipe, entries: accounted.length };
}

/** One sentence for the summary of a verdict that rests on a recipe; empty for all others. */
export function recipeSentence(recipe: Verdict['recipe']): string {
  if (recipe === null || recipe.entries === 0) return '';
  const whose = { user: "the user's", configuration: "the configuration's", source: "the source's own" }[
    recipe.from
  ];
  const entries = recipe.entries === 1 ? '1 entry is' : `${recipe.entries} entries are`;
  return ` ${entries} accounted for with ${whose} recipe ${recipe.path}.`;
}
