import pLimit from 'p-limit';
import type { Context } from '../context.js';
import { exitCodes, ReproveError } from '../errors.js';
import { npmConfiguration } from './configuration.js';
import { fetchPackument } from './packument.js';
import { pickVersion } from './pick-version.js';
import { publishedIntegrity } from './published-integrity.js';

/** What the registry has now for a wish; or why it has nothing. */
export type Resolved = { version: string; integrity: string | null } | { fault: string };

/** Packuments asked for at the same time. */
const atOnce = 8;

/**
 * Resolves names and ranges as npm would now, all of one name with one request. What the registry does not have, or not for us, is a fault of that
 * one; a registry that can't be reached is thrown.
 */
export async function resolveWishes(
  wishes: readonly { name: string; wanted: string }[],
  context: Context,
): Promise<Resolved[]> {
  const npm = await npmConfiguration(context);
  const limit = pLimit(atOnce);
  const onWait = (message: string) => context.progress({ subject: '', stage: 'resolve', message });
  const byName = new Map<string, number[]>();
  for (const [at, { name }] of wishes.entries()) {
    const known = byName.get(name);
    if (known === undefined) byName.set(name, [at]);
    else known.push(at);
  }
  const resolved: Resolved[] = [];
  const answer = async (name: string, places: readonly number[]): Promise<void> => {
    // A packument may be large: it is let go when all that is asked of it is answered.
    const packument = await fetchPackument(name, npm, { ...context, onWait }).catch(faultOf);
    for (const at of places) {
      const { wanted } = wishes[at]!;
      resolved[at] = 'fault' in packument ? packument : picked(packument, wanted, npm.defaultTag);
    }
  };
  try {
    await Promise.all([...byName].map(([name, places]) => limit(answer, name, places)));
  } finally {
    limit.clearQueue();
  }
  return resolved;
}

function picked(
  packument: Awaited<ReturnType<typeof fetchPackument>>,
  wanted: string,
  defaultTag: string,
): Resolved {
  try {
    const { version, manifest } = pickVersion(packument, { wanted, wantedAs: 'range' }, defaultTag);
    const dist = (manifest.dist ?? {}) as Readonly<Record<string, unknown>>;
    return { version, integrity: publishedIntegrity(dist, packument.name)?.stated ?? null };
  } catch (error) {
    // What can't be made out here is the fault of this one package, and has it fail when it is verified.
    if (error instanceof ReproveError) return { fault: error.message };
    throw error;
  }
}

/** A registry that says no, or nonsense of one package, has answered; one that can't be asked may answer the next time. */
function faultOf(error: unknown): { fault: string } {
  if (
    error instanceof ReproveError &&
    (error.exitCode === exitCodes.usage || error.code === 'E_MALFORMED_PACKUMENT')
  )
    return { fault: error.message };
  throw error;
}
