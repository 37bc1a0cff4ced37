import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { notStrict, readJson } from '../attest/read-json.js';
import { whyUnreadable } from '../config/text-file.js';
import { failureSchema } from '../report/outcome.js';
import { type Result, resultSchema } from '../result.js';
import { CommandError } from './error.js';

/** Bytes; the result of a release with a hundred thousand entries is a quarter of it. */
const largest = 256 * 2 ** 20;

/** Whether an argument means a file with results and no release: nothing that npm knows is called so. */
export const isResultFile = (text: string): boolean => /\.json$/i.test(text);

/** Results in a file that `verify --json` wrote, one or many. Throws `E_USAGE` for anything else, and for one with failures. */
export async function readResults(path: string, cwd: string): Promise<Result[]> {
  const fail = (why: string) =>
    new CommandError(
      `${path} holds no result: ${why}`,
      'Give a file that `reprove verify --json --output` wrote.',
    );
  const file = resolve(cwd, path);
  const bytes = await stat(file)
    .then(({ size }) => {
      if (size > largest) throw new Error(`it is larger than ${largest} bytes`);
      return readFile(file);
    })
    .catch((cause: unknown) => {
      throw fail(whyUnreadable(cause));
    });
  const json = readJson(bytes);
  if (json === null) throw fail(notStrict);
  const all = Array.isArray(json.value) ? json.value : [json.value];
  const failure = all.map((each) => failureSchema.safeParse(each)).find(({ success }) => success);
  if (failure?.data) throw fail(`${failure.data.spec} ended in an error (${failure.data.error.code})`);
  const results = z.array(resultSchema).min(1).safeParse(all);
  if (results.success) return results.data;
  const [issue] = results.error.issues;
  throw fail(`${issue?.path.slice(1).join('.') ?? ''} ${issue?.message ?? ''}`.trim());
}
