import type { Plan } from '../../sandbox/schema.js';
import type { Variant } from '../plan/assemble.js';
import type { SourceFacts } from '../plan/source-facts.js';
import { recipePlan } from './recipe-plan.js';
import { sourceRecipe } from './source-recipe.js';

/** The plan of the strongest recipe there is: the user's, then the configuration's, then the source's own. */
export function recipePlans(
  facts: SourceFacts,
  base: Variant | null,
): { plans: Omit<Plan, 'digest' | 'rank'>[]; only: boolean; notes: string[] } {
  const own =
    facts.input.recipe === null ? sourceRecipe(facts.input) : { recipe: facts.input.recipe, notes: [] };
  if (own.recipe === null) return { plans: [], only: false, notes: own.notes };
  const made = recipePlan(facts, base, own.recipe);
  return 'fault' in made
    ? { plans: [], only: false, notes: [...own.notes, made.fault] }
    : { plans: [made.plan], only: made.only, notes: own.notes };
}
