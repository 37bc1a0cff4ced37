import { z } from 'zod';
import { configSchema } from '../config/schema.js';
import { diffSchema } from '../diff/result.js';
import { diffSchemaVersion } from '../diff/version.js';
import { recipeSchema } from '../npm/recipe/schema.js';
import { resultSchemaVersion } from '../result.js';
import { failureSchema, reportSchema } from './outcome.js';

/** The published JSON Schemas by their path in the project, made from the zod schemas that the code itself uses. */
export function schemaFiles(): Record<string, string> {
  return {
    'docs/result.schema.json': file({
      title: `reprove result ${resultSchemaVersion}`,
      description: 'What `reprove verify --json` prints: an object for one spec, an array for several.',
      ...z.toJSONSchema(reportSchema, { reused: 'ref' }),
    }),
    'docs/diff.schema.json': file({
      title: `reprove diff ${diffSchemaVersion}`,
      description: 'What `reprove diff --json` prints.',
      ...z.toJSONSchema(z.union([diffSchema, failureSchema]), { reused: 'ref' }),
    }),
    'docs/config.schema.json': file({
      title: 'reprove configuration',
      description: 'The file reprove.config.json.',
      // What a person writes, not what validation makes of it: every key with a default may be left out.
      ...z.toJSONSchema(configSchema, { io: 'input' }),
    }),
    'docs/recipe.schema.json': file({
      title: 'reprove recipe',
      description: 'A recipe in YAML or JSON: how the releases of a package are built (docs/recipes.md).',
      ...z.toJSONSchema(recipeSchema, { io: 'input' }),
    }),
  };
}

const file = (schema: object): string => `${JSON.stringify(schema, null, 2)}\n`;
