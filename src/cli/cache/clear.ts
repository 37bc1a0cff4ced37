import { join } from 'node:path';
import { claimCache } from '../../config/cache-lock.js';
import { cachePlace } from '../../config/places.js';
import { type ExitCode, exitCodes } from '../../errors.js';
import { escapeText } from '../../report/escape.js';
import { removeWork } from '../../sandbox/remove-work.js';
import { CommandError } from '../error.js';
import type { CommonOptions } from '../help.js';
import type { Session } from '../session.js';
import { cacheKinds } from './kinds.js';

/**
 * Removes everything in the cache, or one kind. Throws when the folder isn't our cache (`E_CACHE_FOREIGN`), is in use
 * (`E_CACHE_BUSY`), or has no such kind (`E_USAGE`). No link is followed: what it points to stays.
 */
export async function runCacheClear(
  kind: string | undefined,
  options: CommonOptions,
  { io }: Session,
): Promise<ExitCode> {
  const folder = cachePlace(options.cache, io);
  const kinds = await cacheKinds(folder);
  // Only names that are there are removed, so that none can lead out of the folder.
  const chosen = kinds.filter((name) => kind === undefined || name === kind);
  if (kind !== undefined && chosen.length === 0) {
    const there = kinds.length === 0 ? 'the cache is empty' : `there are ${kinds.join(', ')}`;
    throw new CommandError(
      `the cache holds nothing of the kind ${kind}`,
      `See \`reprove cache ls\`: ${there}.`,
    );
  }
  if (chosen.length > 0) {
    const release = await claimCache(folder);
    try {
      for (const name of chosen) await removeWork(join(folder, name));
    } finally {
      await release();
    }
  }
  const words =
    chosen.length === 0
      ? 'nothing to remove from'
      : `removed ${chosen.map((name) => escapeText(name)).join(', ')} from`;
  io.stdout.write(`${words} ${escapeText(folder)}\n`);
  return exitCodes.passed;
}
