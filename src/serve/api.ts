import { z } from 'zod';
import type { Store } from '../batch/store/open.js';
import { provenanceSchema } from '../provenance.js';
import { resultSchema } from '../result.js';
import {
  changesPage,
  findingsPage,
  findingsSchema,
  packagePage,
  packagesPage,
  pageSchema,
  runPage,
  runsPage,
  storedResult,
} from './data.js';

/** One address of the API: how it is asked and what it answers. The description of the API is made of these. */
interface Endpoint<Parameters extends z.ZodObject, Query extends z.ZodObject> {
  /** As hono has it: `/runs/:id`. */
  path: string;
  summary: string;
  parameters: Parameters;
  query: Query;
  answer: z.ZodType;
  read(store: Store, parameters: z.infer<Parameters>, query: z.infer<Query>): Promise<unknown>;
}

/** Keeps the types of each while all go into one list. */
const defineEndpoint = <Parameters extends z.ZodObject, Query extends z.ZodObject>(
  endpoint: Endpoint<Parameters, Query>,
): Endpoint<z.ZodObject, z.ZodObject> => endpoint as unknown as Endpoint<z.ZodObject, z.ZodObject>;

const id = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
const name = z.string().min(1).max(214);
const none = z.object({});
const row = z.record(z.string(), z.unknown());
const total = z.int().describe('Rows on all pages.');

export const endpoints = [
  defineEndpoint({
    path: '/runs',
    summary: 'Runs, newest first',
    parameters: none,
    query: pageSchema,
    answer: z.object({ runs: z.array(row), total }),
    read: (store, _, query) => runsPage(store, query),
  }),
  defineEndpoint({
    path: '/runs/:id',
    summary: 'One run and what it consists of, those that matter most first',
    parameters: z.object({ id }),
    query: pageSchema,
    answer: z.object({ run: row, dependencies: z.array(row), total, failures: z.int() }),
    read: (store, { id: run }, query) => runPage(store, run, query),
  }),
  defineEndpoint({
    path: '/runs/:id/changes',
    summary: 'What changed from an earlier run to this one',
    parameters: z.object({ id }),
    query: z.object({ since: id.describe('The earlier run.') }),
    answer: z.object({ since: z.int(), run: z.int(), changes: z.array(row) }),
    read: (store, { id: run }, { since }) => changesPage(store, since, run),
  }),
  defineEndpoint({
    path: '/packages',
    summary: 'Packages by name, with the newest result of each',
    parameters: none,
    query: pageSchema.extend({ search: z.string().max(214).default('').describe('Part of the name.') }),
    answer: z.object({ packages: z.array(row), total }),
    read: (store, _, query) => packagesPage(store, query),
  }),
  defineEndpoint({
    path: '/packages/:name',
    summary:
      'Results of one package, newest first; the name is one part of the path, with %2f in it for scopes',
    parameters: z.object({ name }),
    query: pageSchema,
    answer: z.object({ name: z.string(), results: z.array(row), total }),
    read: (store, parameters, query) => packagePage(store, parameters.name, query),
  }),
  defineEndpoint({
    path: '/findings',
    summary: 'Findings in the newest result of each release',
    parameters: none,
    query: findingsSchema,
    answer: z.object({ findings: z.array(row), total, signals: z.array(z.string()) }),
    read: (store, _, query) => findingsPage(store, query),
  }),
  defineEndpoint({
    path: '/results/:id',
    summary: 'One result, as `reprove verify --json` printed it',
    parameters: z.object({ id }),
    query: none,
    answer: resultSchema,
    read: (store, { id: result }) => storedResult(store, result),
  }),
  defineEndpoint({
    path: '/results/:id/attestations',
    summary: 'What attestations the registry had of the release, and what of them held',
    parameters: z.object({ id }),
    query: none,
    answer: provenanceSchema.nullable(),
    read: async (store, { id: result }) => (await storedResult(store, result)).provenance,
  }),
] as const;

/** The API in OpenAPI 3.1, made of what answers it. */
export function openApi(version: string): object {
  const schemaOf = (schema: z.ZodType, io: 'input' | 'output') => {
    const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Record<
      string,
      unknown
    >;
    return rest;
  };
  const parametersOf = (schema: z.ZodObject, where: 'path' | 'query') =>
    Object.entries(schema.shape).map(([key, value]) => ({
      name: key,
      in: where,
      required: where === 'path' || !(value as z.ZodType).safeParse(undefined).success,
      schema: schemaOf(value as z.ZodType, 'output'),
    }));
  const failure = (description: string) => ({
    description,
    content: {
      'application/json': {
        schema: { type: 'object', properties: { error: { type: 'string' } }, required: ['error'] },
      },
    },
  });
  const paths = endpoints.map(({ path, summary, parameters, query, answer }) => [
    `/api/v1${path.replace(/:(\w+)/g, '{$1}')}`,
    {
      get: {
        summary,
        operationId: path.replace(/\W+(\w)/g, (_, letter: string) => letter.toUpperCase()),
        parameters: [...parametersOf(parameters, 'path'), ...parametersOf(query, 'query')],
        responses: {
          200: {
            description: summary,
            content: { 'application/json': { schema: schemaOf(answer, 'output') } },
          },
          400: failure('What was asked makes no sense.'),
          404: failure('There is no such thing.'),
          503: failure('The database can’t be used now.'),
        },
      },
    },
  ]);
  return {
    openapi: '3.1.0',
    info: {
      title: 'reprove',
      version,
      description: 'What batches found. Read only.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{}, { bearer: [] }, { basic: [] }],
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        basic: { type: 'http', scheme: 'basic' },
      },
    },
    paths: Object.fromEntries(paths),
  };
}
