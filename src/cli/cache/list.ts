import { join } from 'node:path';
import { cachePlace } from '../../config/places.js';
import { type ExitCode, exitCodes } from '../../errors.js';
import { escapeText } from '../../report/escape.js';
import { jsonText } from '../../report/json.js';
import { byteCount, count } from '../../report/terminal/amount.js';
import type { CommonOptions } from '../help.js';
import type { Session } from '../session.js';
import { cacheKinds, measure } from './kinds.js';

/** Prints how much of each kind is in the cache. */
export async function runCacheList(
  options: CommonOptions & { json?: boolean },
  { io }: Session,
): Promise<ExitCode> {
  const folder = cachePlace(options.cache, io);
  const kinds: { kind: string; files: number; bytes: number }[] = [];
  for (const kind of await cacheKinds(folder)) kinds.push({ kind, ...(await measure(join(folder, kind))) });
  const bytes = kinds.reduce((sum, one) => sum + one.bytes, 0);
  if (options.json) {
    io.stdout.write(`${jsonText({ folder, kinds, bytes })}\n`);
    return exitCodes.passed;
  }
  const rows = kinds.map(
    (one) =>
      `  ${escapeText(one.kind).padEnd(12)} ${byteCount(one.bytes).padStart(10)}  ${count(one.files, 'file')}`,
  );
  io.stdout.write(
    [escapeText(folder), ...rows, `  ${'all'.padEnd(12)} ${byteCount(bytes).padStart(10)}`, ''].join('\n'),
  );
  return exitCodes.passed;
}
