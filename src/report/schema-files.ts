import { z } from 'zod';
import { checkSchema, checkSchemaVersion } from '../attest/check/schema.js';
import { indexEntrySchema } from '../attest/folder/index-file.js';
import { trustPolicySchema } from '../attest/policy/schema.js';
import { rebuildPredicateSchema } from '../attest/rebuild-attestation.js';
import { configSchema } from '../config/schema.js';
import { diffSchema } from '../diff/result.js';
import { diffSchemaVersion } from '../diff/version.js';
import { gateSchema, gateSchemaVersion } from '../gate/schema.js';
import { recipeSchema } from '../npm/recipe/schema.js';
import { repeatSchema, repeatSchemaVersion } from '../repeat/schema.js';
import { resultSchemaVersion } from '../result.js';
import { whySchema, whySchemaVersion } from '../why/schema.js';
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
    'docs/check.schema.json': file({
      title: `reprove check ${checkSchemaVersion}`,
      description: 'What `reprove check --json` prints: an object for a release, an array for a lockfile.',
      ...z.toJSONSchema(z.union([checkSchema, z.array(checkSchema)]), { reused: 'ref' }),
    }),
    'docs/gate.schema.json': file({
      title: `reprove gate ${gateSchemaVersion}`,
      description: 'What `reprove gate --json` prints, and the record that it leaves.',
      ...z.toJSONSchema(gateSchema, { reused: 'ref' }),
    }),
    'docs/repeat.schema.json': file({
      title: `reprove repeat ${repeatSchemaVersion}`,
      description: 'What `reprove repeat --json` prints.',
      ...z.toJSONSchema(repeatSchema, { reused: 'ref' }),
    }),
    'docs/why.schema.json': file({
      title: `reprove why ${whySchemaVersion}`,
      description: 'What `reprove why --json` prints.',
      ...z.toJSONSchema(whySchema, { reused: 'ref' }),
    }),
    'docs/trust.schema.json': file({
      title: 'reprove trust policy',
      description: 'Whom `reprove check` believes (docs/attestations.md).',
      ...z.toJSONSchema(trustPolicySchema, { io: 'input' }),
    }),
    'docs/rebuild-attestation.schema.json': file({
      title: 'reprove rebuild attestation 1',
      description:
        'Predicate of the in-toto statements that say how a verdict came about (docs/attestations.md).',
      ...z.toJSONSchema(rebuildPredicateSchema),
    }),
    'docs/attestation-index.schema.json': file({
      title: 'reprove index of attestations 1',
      description: 'A line of index.jsonl below the first (docs/attestations.md).',
      ...z.toJSONSchema(indexEntrySchema),
    }),
    'docs/recipe.schema.json': file({
      title: 'reprove recipe',
      description: 'A recipe in YAML or JSON: how the releases of a package are built (docs/recipes.md).',
      ...z.toJSONSchema(recipeSchema, { io: 'input' }),
    }),
  };
}

const file = (schema: object): string => `${JSON.stringify(schema, null, 2)}\n`;
