import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { exitCodes } from '../../errors.js';
import { AttestError } from '../error.js';
import { describeAttestation } from './describe.js';
import type { IndexEntry } from './index-file.js';
import { expectNoLinks } from './no-links.js';
import type { Place } from './place.js';
import { rememberedIndex } from './remembered.js';
import { addToFolder, type Described, folderIndex } from './store.js';

/** Attestations held in memory before they are written. */
const batch = 100;

/** File in which a folder keeps what a place had when it was last synced from there. */
const memoryOf = (folder: string, place: Place): string =>
  join(folder, 'synced', `${createHash('sha256').update(place.name).digest('hex')}.jsonl`);

/**
 * Copies to a folder what another place has more. Every file is held against its name and against what the index says of it; the
 * first that isn't what it should be ends it, and those before it stay.
 *
 * @throws {AttestError} `E_ATTESTATION_CHANGED` (exit code 1), and those of `rememberedIndex` and `addToFolder`.
 */
export async function syncFolder(
  place: Place,
  folder: string,
  signal: AbortSignal,
): Promise<{ added: number; known: number }> {
  await mkdir(folder, { recursive: true });
  const own = await folderIndex(folder, signal);
  const memory = memoryOf(folder, place);
  await expectNoLinks(folder, memory);
  const index = await rememberedIndex(place, memory);
  const wanted = [...index.values()].filter(({ sha256 }) => !own.has(sha256));
  const limit = pLimit(8);
  let added = await addToFolder(folder, [], signal);
  for (let at = 0; at < wanted.length; at += batch) {
    const fetched = wanted.slice(at, at + batch).map((entry) => limit(() => take(place, entry)));
    added += await addToFolder(folder, await Promise.all(fetched), signal);
  }
  return { added, known: index.size - added };
}

async function take(place: Place, entry: IndexEntry): Promise<Described> {
  const bytes = await place.attestation(entry.sha256);
  if (bytes === null) throw changed(place, entry, 'it is not there');
  const found = describeAttestation(bytes);
  const digest = createHash('sha256').update(bytes).digest('hex');
  if ('fault' in found) throw changed(place, entry, found.fault);
  if (digest !== entry.sha256) throw changed(place, entry, `its SHA-256 is ${digest}`);
  if (JSON.stringify(found) !== JSON.stringify(entry))
    throw changed(place, entry, 'the index says that it is about something else');
  return { entry, bytes };
}

const changed = ({ name }: Place, { sha256 }: IndexEntry, why: string): AttestError =>
  new AttestError({
    code: 'E_ATTESTATION_CHANGED',
    message: `${name} lists the attestation ${sha256}, and that is not what it has: ${why}`,
    hint: 'Ask who keeps it; nothing of it was taken over.',
    exitCode: exitCodes.failed,
  });
