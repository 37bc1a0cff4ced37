import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { exitCodes } from '../../errors.js';
import { AttestError } from '../error.js';
import { type IndexEntry, readIndex, writeIndex } from './index-file.js';
import type { Place } from './place.js';

/**
 * Reads the index of a place and holds it against the one that was seen there before, which `memory` keeps: a folder of attestations
 * only grows, and one that lost some, or calls them otherwise, may be hiding what a verifier found.
 *
 * @throws {AttestError} `E_INDEX_ROLLBACK` (exit code 1), and those of `readIndex`.
 */
export async function rememberedIndex(place: Place, memory: string): Promise<Map<string, IndexEntry>> {
  const index = readIndex(await place.index(), place.name);
  const seen = await readFile(memory).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return null;
    throw cause;
  });
  const known = seen === null ? [] : [...readIndex(seen, memory).values()];
  const lost = known.filter((entry) => JSON.stringify(index.get(entry.sha256)) !== JSON.stringify(entry));
  if (lost.length > 0) {
    throw new AttestError({
      code: 'E_INDEX_ROLLBACK',
      message: `${place.name} has lost ${lost.length} of the attestations that it had, or says otherwise of them, ${lost[0]!.sha256} first`,
      hint: `Ask who keeps it. If they mean it, remove ${memory} and with it what is known of before.`,
      exitCode: exitCodes.failed,
    });
  }
  await mkdir(dirname(memory), { recursive: true });
  await writeFileAtomic(memory, writeIndex(index.values()));
  return index;
}
