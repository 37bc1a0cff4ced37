import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ConfigError } from '../../config/error.js';
import { given, type Surroundings } from '../../config/places.js';

/** The value of a variable, or the first line of the file that the same variable with `_FILE` names. */
export async function secret(variable: string, { env, cwd }: Surroundings): Promise<string | undefined> {
  const file = given(env[`${variable}_FILE`]);
  const value = given(env[variable]);
  if (value !== undefined || file === undefined) return value;
  try {
    return (await readFile(resolve(cwd, file), 'utf8')).split('\n')[0]!.trim();
  } catch (cause) {
    throw new ConfigError({
      code: 'E_SECRET_FILE',
      message: `cannot read ${file}, which ${variable}_FILE names: ${(cause as NodeJS.ErrnoException).code}`,
      hint: 'Name a file that this user can read.',
      cause,
    });
  }
}
