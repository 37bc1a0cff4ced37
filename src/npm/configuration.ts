import { access, readFile, realpath } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import type { Options } from 'npm-registry-fetch';
import { exitCodes } from '../errors.js';
import { RegistryError } from './registry-error.js';

/** Options of npm-registry-fetch and pacote, as npm itself makes them of its configuration. Holds credentials: never print it. */
export interface FlatOptions extends Omit<Options, 'retry'> {
  /** Always ends in a slash. */
  registry: string;
  defaultTag: string;
  offline: boolean;
  /** Milliseconds without an answer. */
  timeout: number;
  /** Times in milliseconds. */
  retry: { retries: number; factor: number; minTimeout: number; maxTimeout: number };
  /** Host whose tarball addresses are asked of the configured registry instead; `never`, or `always` for every host. */
  replaceRegistryHost: string;
  [key: string]: unknown;
}

/** What the configuration depends on besides its files. */
export interface NpmSurroundings {
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
}

/**
 * The user's npm configuration (environment, project, user and global `.npmrc`, npm's own defaults), as npm would read it in this
 * folder. Nothing is written, and the process's environment stays as it is. Throws `RegistryError` (`E_NPM_CONFIGURATION`, exit code 2).
 */
export async function npmConfiguration(
  { offline }: { offline: boolean },
  { env, cwd }: NpmSurroundings = { env: process.env, cwd: process.cwd() },
): Promise<FlatOptions> {
  const [{ default: Config }, { default: npm }] = await Promise.all([
    import('@npmcli/config'),
    import('@npmcli/config/lib/definitions/index.js'),
  ]);
  const config = new Config({
    ...npm,
    npmPath: (await installedNpm(env.PATH)) ?? dirname(process.execPath),
    // Ours are not npm's arguments, and npm puts what it found into the environment of children.
    argv: [],
    env: { ...env },
    cwd,
    warn: false,
  });
  const flat = await config
    .load()
    .then(() => config.flat as FlatOptions)
    .catch((cause: unknown) => {
      throw unreadable(cause);
    });
  const defaultHost = new URL(npm.defaults.registry as string).host;
  return {
    ...flat,
    registry: flat.registry.replace(/\/*$/, '/'),
    offline: offline || flat.offline === true,
    // npm's default here is its word for the host that its definitions name.
    replaceRegistryHost:
      flat.replaceRegistryHost === undefined ||
      flat.replaceRegistryHost === npm.defaults['replace-registry-host']
        ? defaultHost
        : flat.replaceRegistryHost,
  };
}

/** npm's message is left out: it may quote lines of a file that holds credentials. */
function unreadable(cause: unknown): RegistryError {
  const { code } = cause as { code?: string };
  return new RegistryError({
    code: 'E_NPM_CONFIGURATION',
    message: `npm's configuration can't be read${code === undefined ? '' : ` (${code})`}`,
    hint: 'npm config list shows its files and what is wrong with them.',
    exitCode: exitCodes.usage,
    cause,
  });
}

/** The folder of the npm on PATH, whose `npmrc` holds what a distribution sets; null without one. */
async function installedNpm(path: string | undefined): Promise<string | null> {
  for (const folder of path?.split(delimiter) ?? []) {
    const command = join(folder, 'npm');
    if (
      folder === '' ||
      !(await access(command).then(
        () => true,
        () => false,
      ))
    )
      continue;
    // Next to the command it links to, or below `lib` of the folder that a version manager's script sits in.
    const linked = dirname(dirname(await realpath(command)));
    for (const place of [linked, join(dirname(folder), 'lib/node_modules/npm')]) {
      if (await isNpm(place)) return place;
    }
  }
  return null;
}

const isNpm = (folder: string): Promise<boolean> =>
  readFile(join(folder, 'package.json'), 'utf8')
    .then((text) => (JSON.parse(text) as { name?: unknown }).name === 'npm')
    .catch(() => false);
