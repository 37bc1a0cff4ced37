import type { Entry } from '../archive/schema.js';
import type { Result } from '../result.js';
import type { Rebuild } from '../sandbox/schema.js';
import type { Repeated } from './schema.js';

/** A rebuild held against the same one of an earlier result; entries are those that were packed now, null for none. Pure. */
export function compareRepeated(
  { comparison }: Result,
  before: Rebuild,
  now: Rebuild,
  entries: readonly Entry[] | null,
): Repeated {
  const hashes = new Map(entries?.map(({ path, sha256 }) => [path, sha256]));
  const resting = (comparison?.entries ?? []).filter(
    ({ evidence }) => evidence.kind === 'rebuild' && evidence.plan === before.plan.digest,
  );
  const differing = resting
    .filter(({ path, sha256 }) => hashes.get(path) !== sha256)
    .map(({ path, sha256 }) => ({ path, before: sha256, now: hashes.get(path) ?? null }));
  return {
    plan: before.plan.digest,
    summary: before.plan.summary,
    same: sameness(before, now, entries !== null && resting.length > 0 && differing.length === 0),
    before: { integrity: before.integrity, tarSha256: before.tarSha256 },
    now: { integrity: now.integrity, tarSha256: now.tarSha256 },
    differing,
    failure: now.failure === null ? null : `${now.failure.cause}: ${now.failure.message}`,
    materials: now.materials,
  };
}

function sameness(before: Rebuild, now: Rebuild, entriesAgree: boolean): Repeated['same'] {
  if (now.integrity !== null && now.integrity === before.integrity) return 'tarball';
  if (now.tarSha256 !== null && now.tarSha256 === before.tarSha256) return 'tar';
  return entriesAgree ? 'entries' : 'none';
}
