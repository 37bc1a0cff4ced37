import { setMaxListeners } from 'node:events';
import type { Context } from './context.js';
import { HeldContents } from './diff/held.js';
import { levelOf, oddOnlyInOne } from './diff/level.js';
import type { DiffResult } from './diff/result.js';
import { openSide, type Side } from './diff/side.js';
import { diffSchemaVersion } from './diff/version.js';
import { version } from './version.js';

/** Bytes of contents held from the first reading. */
const heldBytes = 48 * 2 ** 20;

/**
 * Compares two tarballs, folders or releases, entry by entry as npm installs them: read both → compare → describe. `a` is the old one,
 * `b` the new one, as in `diff a b`.
 *
 * @param a - name, name@version, name@tag, a purl, or the path of a tarball or a folder.
 * @throws {SideError} for one that can't be read whole, with the exit code to use; the signal's reason when aborted.
 */
export async function diff(a: string, b: string, context: Context): Promise<DiffResult> {
  // `performance` would load its whole module.
  const started = process.hrtime.bigint();
  setMaxListeners(0, context.signal);
  const reading = openBoth(a, b, context);
  // Loaded while both are unpacked, on other threads, which takes longer.
  const comparing = import('./diff/compare-sides.js');
  const [before, after] = await reading;
  const { compareSides } = await comparing;
  context.progress({
    subject: b,
    stage: 'compare',
    message: `comparing ${after.entries.length} entries with ${before.entries.length}`,
  });
  const entries = await compareSides(before, after);
  context.signal.throwIfAborted();
  const oddOnlyIn = oddOnlyInOne(before.oddities, after.oddities);
  const level = await levelOf(before, after, entries, oddOnlyIn);
  return {
    schemaVersion: diffSchemaVersion,
    reprove: version,
    comparedAt: new Date().toISOString(),
    a: described(before),
    b: described(after),
    verdict: level === null ? 'different' : 'same',
    level,
    entries,
    oddOnlyIn,
    seconds: Math.round(Number(process.hrtime.bigint() - started) / 1e7) / 100,
  };
}

/** Reads both at a time; when one fails, the other is stopped too. */
async function openBoth(a: string, b: string, context: Context): Promise<[Side, Side]> {
  const held = new HeldContents(heldBytes);
  const stop = new AbortController();
  const signal = AbortSignal.any([context.signal, stop.signal]);
  setMaxListeners(0, signal);
  const open = (name: 'a' | 'b', spec: string) => {
    context.progress({ subject: spec, stage: 'resolve', message: `reading ${spec}` });
    return openSide(name, spec, held, { ...context, signal });
  };
  const opening = [open('a', a), open('b', b)] as const;
  try {
    return await Promise.all(opening);
  } catch (error) {
    stop.abort(error);
    await Promise.allSettled(opening);
    context.signal.throwIfAborted();
    throw error;
  }
}

/** `a` as the comparator takes what a release is held against: like a rebuild, it has modes and hashes of its own. */
function described({ spec, origin, purl, integrity, entries, oddities }: Side): DiffResult['a'] {
  const bytes = entries.reduce((sum, { size }) => sum + size, 0);
  return { spec, origin, purl, integrity, entries: entries.length, bytes, oddities };
}
