import { parse } from 'yaml';
import { schemaFaults } from '../../config/schema-faults.js';
import { type Recipe, recipeSchema } from './schema.js';

const longest = 64 * 2 ** 10;

/** Reads a recipe in YAML, of which JSON is a part; a fault is one line. Never throws. */
export function parseRecipe(text: string): { recipe: Recipe } | { fault: string } {
  if (text.length > longest) return { fault: 'it is larger than 64 KiB' };
  let value: unknown;
  try {
    value = parse(text, { maxAliasCount: 50, logLevel: 'error' });
  } catch (error) {
    const [first = ''] = (error as Error).message.split('\n');
    return { fault: `it is neither YAML nor JSON: ${first.replace(/:$/, '')}` };
  }
  const parsed = recipeSchema.safeParse(value);
  if (parsed.success) return { recipe: parsed.data };
  const [first = 'it is no recipe', ...others] = schemaFaults(recipeSchema, parsed.error);
  return { fault: others.length === 0 ? first : `${first} (and ${others.length} more)` };
}
