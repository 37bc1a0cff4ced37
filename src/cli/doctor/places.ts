import { stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openCache } from '../../config/cache-folder.js';
import { loadConfig } from '../../config/load.js';
import { cachePlace } from '../../config/places.js';
import type { Config } from '../../config/schema.js';
import { byteCount } from '../../report/terminal/amount.js';
import { describeError } from '../describe-error.js';
import type { CommonOptions } from '../help.js';
import type { Io } from '../io.js';
import { type Check, failing, ok, warning } from './check.js';

/** Room that clones, toolchains and one build take without trouble. */
const comfortable = 2e9;

/** The configuration, and defaults in its place when it is at fault, so that everything else can be tried. */
export async function checkConfig(
  { config }: CommonOptions,
  io: Io,
): Promise<{ check: Check; config: Config }> {
  try {
    const loaded = await loadConfig(config, io);
    return { config: loaded.config, check: ok('configuration', loaded.file ?? 'none, so all defaults hold') };
  } catch (error) {
    const { message, hint } = describeError(error);
    const defaults = await loadConfig(undefined, { cwd: '/nowhere', env: { HOME: '/nowhere' } });
    return { config: defaults.config, check: failing('configuration', message, hint) };
  }
}

/** Whether the cache folder can be written, and how much room it has. */
export async function checkCache({ cache }: CommonOptions, io: Io): Promise<Check> {
  const folder = cachePlace(cache, io);
  try {
    await openCache(folder);
  } catch (error) {
    const { message, hint } = describeError(error);
    return failing('cache', message, hint);
  }
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  return free >= comfortable
    ? ok('cache', `${folder}, ${byteCount(free)} free`)
    : warning(
        'cache',
        `${folder} has only ${byteCount(free)} free`,
        'Make room, or name another disk with --cache.',
      );
}

/** Whether the folder of each local source mirror exists, as far as it is known without a repository's name. */
export async function checkMirrors({ sourceMirrors }: Config): Promise<Check[]> {
  return Promise.all(
    sourceMirrors.map(async ({ from, to }) => {
      const folder = fixedFolder(to);
      if (folder === null) return ok('source mirror', `${from} → ${to}`);
      const found = await stat(folder).catch(() => null);
      return found?.isDirectory() === true
        ? ok('source mirror', `${from} → ${to}`)
        : warning(
            'source mirror',
            `${folder} is no folder, so ${from} is cloned from itself`,
            'Correct sourceMirrors in the configuration.',
          );
    }),
  );
}

/** The part of a local target before its first placeholder; null for addresses of other hosts. */
function fixedFolder(to: string): string | null {
  const path = to.startsWith('file:') ? filePath(to) : to;
  if (!path?.startsWith('/')) return null;
  const placeholder = path.indexOf('{');
  return placeholder === -1 ? path : dirname(`${path.slice(0, placeholder)}x`);
}

function filePath(address: string): string | null {
  try {
    return fileURLToPath(address);
  } catch {
    return null;
  }
}
