import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { programNames } from './program-endings.js';

/** What places depend on: the environment's variables and the folder that the command was started in. */
export interface Surroundings {
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
}

/** A configuration file to look for; `asked` when somebody named it, so that its absence is an error. */
export interface ConfigPlace {
  path: string;
  asked: boolean;
}

/** Where the configuration may be, first match wins. */
export function configPlaces(flag: string | undefined, { env, cwd }: Surroundings): ConfigPlace[] {
  const named = flag ?? given(env.REPROVE_CONFIG);
  if (named !== undefined) return [{ path: resolve(cwd, named), asked: true }];
  return [
    join(cwd, 'reprove.config.json'),
    ...programNames.map((name) => join(cwd, name)),
    join(baseFolder(env, 'XDG_CONFIG_HOME', '.config'), 'reprove', 'config.json'),
  ].map((path) => ({ path, asked: false }));
}

/** Where the cache is. */
export function cachePlace(flag: string | undefined, { env, cwd }: Surroundings): string {
  const named = flag ?? given(env.REPROVE_CACHE);
  return named === undefined
    ? join(baseFolder(env, 'XDG_CACHE_HOME', '.cache'), 'reprove')
    : resolve(cwd, named);
}

/** Where the state is: what no other run could make again, such as the results of batches. */
export function statePlace(flag: string | undefined, { env, cwd }: Surroundings): string {
  const named = flag ?? given(env.REPROVE_STATE);
  return named === undefined
    ? join(baseFolder(env, 'XDG_STATE_HOME', '.local/state'), 'reprove')
    : resolve(cwd, named);
}

/** The home folder; the account's own where `HOME` isn't set. */
export const homeFolder = (env: Surroundings['env']): string => given(env.HOME) ?? homedir();

/** The XDG specification says that relative values are invalid and to be ignored. */
function baseFolder(env: Surroundings['env'], variable: string, fallback: string): string {
  const value = given(env[variable]);
  return value !== undefined && isAbsolute(value) ? value : join(homeFolder(env), fallback);
}

/** An empty variable is an unset one. */
export const given = (value: string | undefined): string | undefined => (value === '' ? undefined : value);
