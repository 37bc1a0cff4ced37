import { schemaFaults } from '../../config/schema-faults.js';
import { textFile, whyUnreadable } from '../../config/text-file.js';
import { failureSchema } from '../../report/outcome.js';
import { type Result, resultSchema, resultSchemaVersion } from '../../result.js';
import { CommandError } from '../error.js';

/** A result of a thousand files with differences has some ten megabytes. */
const largest = { bytes: 256 * 2 ** 20, words: '256 MiB' };

/** What a file of `verify --json` holds; specs that ended in an error have no result. */
export interface ReadResults {
  results: Result[];
  errors: { spec: string; message: string }[];
}

/** Reads and checks a file that `verify --json` or `--format json` wrote. Throws `E_USAGE` that says what is wrong with it. */
export async function readResults(path: string, asTyped: string): Promise<ReadResults> {
  const value = parsed(await text(path, asTyped), asTyped);
  const all = Array.isArray(value) ? value : [value];
  const read: ReadResults = { results: [], errors: [] };
  for (const [at, one] of all.entries()) {
    const failure = failureSchema.safeParse(one);
    if (failure.success) read.errors.push({ spec: failure.data.spec, message: failure.data.error.message });
    else read.results.push(checked(one, all.length > 1 ? `${asTyped}, result ${at + 1}` : asTyped));
  }
  if (all.length === 0)
    throw new CommandError(`${asTyped} holds no result`, 'Write one with `reprove verify --json`.');
  return read;
}

async function text(path: string, asTyped: string): Promise<string> {
  try {
    return await textFile(path, largest);
  } catch (cause) {
    throw new CommandError(
      `cannot read ${asTyped}: ${whyUnreadable(cause)}`,
      'Name a file that `reprove verify --json --output <file>` wrote.',
    );
  }
}

function parsed(json: string, asTyped: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new CommandError(
      `${asTyped} is no JSON: ${(cause as Error).message}`,
      'Name a file that `reprove verify --json --output <file>` wrote.',
    );
  }
}

function checked(value: unknown, where: string): Result {
  const version = (value as { schemaVersion?: unknown } | null)?.schemaVersion;
  if (typeof version === 'string' && version !== resultSchemaVersion) {
    throw new CommandError(
      `${where} is a result of schema ${version}, and this reprove reads ${resultSchemaVersion}`,
      'Use the reprove that wrote it, or verify again.',
    );
  }
  const result = resultSchema.safeParse(value);
  if (result.success) return result.data;
  const faults = schemaFaults(resultSchema, result.error);
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
  throw new CommandError(
    `${where} is no result of reprove: ${faults[0]}${more}`,
    'docs/result.schema.json describes one.',
  );
}
