import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { exitCodes } from '../../errors.js';
import { AttestError } from '../error.js';
import { type IndexEntry, readIndex } from './index-file.js';
import { openPlace } from './place.js';
import { rememberedIndex } from './remembered.js';

/** Attestations that can be asked for by what they are about. */
export interface Attestations {
  /** Those that the index says are about a name or about bytes; whether they are is for the reader to see. */
  about(purl: string, sha512: string): IndexEntry[];
  /** Null when the index lists what isn't there. */
  read(sha256: string): Promise<Buffer | null>;
}

/** More than any release gets; more are a flood. */
const most = 2_000;

/** Opens a folder or a web address; of an address it is remembered in the cache what it had. Throws {@link AttestError}. */
export async function openAttestations(
  text: string,
  { cwd, cache, offline, signal }: { cwd: string; cache: string; offline: boolean; signal: AbortSignal },
): Promise<Attestations> {
  const place = await openPlace(text, cwd, signal);
  if (place.remote && offline) {
    throw new AttestError({
      code: 'E_ATTESTATIONS_UNREACHABLE',
      message: `${place.name} is not asked with --offline`,
      hint: 'Make a copy with `reprove sync` and name that.',
      exitCode: exitCodes.environment,
    });
  }
  const memory = join(
    cache,
    'attestations',
    `${createHash('sha256').update(place.name).digest('hex')}.jsonl`,
  );
  const index = place.remote
    ? await rememberedIndex(place, memory)
    : readIndex(await place.index(), place.name);
  const byKey = new Map<string, IndexEntry[]>();
  for (const entry of index.values()) {
    const keys = entry.subjects.flatMap(({ name, sha512 }) => [name, ...(sha512 === null ? [] : [sha512])]);
    for (const key of new Set(keys)) {
      const known = byKey.get(key);
      if (known === undefined) byKey.set(key, [entry]);
      else known.push(entry);
    }
  }
  return {
    about(purl, sha512) {
      const found = [...new Set([...(byKey.get(purl) ?? []), ...(byKey.get(sha512) ?? [])])];
      if (found.length <= most) return found;
      throw new AttestError({
        code: 'E_ATTESTATIONS_FLOODED',
        message: `${place.name} lists ${found.length} attestations of ${purl}, more than ${most}`,
        hint: 'Ask who keeps it.',
        exitCode: exitCodes.environment,
      });
    },
    read: (sha256) => place.attestation(sha256),
  };
}
