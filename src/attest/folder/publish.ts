import { readFile, stat } from 'node:fs/promises';
import { whyUnreadable } from '../../config/text-file.js';
import { AttestError } from '../error.js';
import { largestAttestation } from '../signed.js';
import { describeAttestation } from './describe.js';
import { addToFolder, type Described } from './store.js';

/** Bytes of one file of attestations. */
const largestFile = 16 * largestAttestation;

/**
 * Adds the attestations of files to a folder: each file is one attestation, or has one on each line. Nothing is added unless all can
 * be.
 *
 * @throws {AttestError} `E_NO_ATTESTATION` (exit code 2), and those of `addToFolder`.
 */
export async function publishAttestations(
  files: readonly string[],
  folder: string,
  signal: AbortSignal,
): Promise<{ added: number; known: number }> {
  const found: Described[] = [];
  for (const file of files) {
    const parts = split(await readWhole(file));
    for (const [at, bytes] of parts.entries()) {
      const entry = describeAttestation(bytes);
      if ('fault' in entry) throw none(parts.length > 1 ? `line ${at + 1} of ${file}` : file, entry.fault);
      found.push({ entry, bytes });
    }
  }
  const added = await addToFolder(folder, found, signal);
  return { added, known: found.length - added };
}

/** A file that is one JSON text is one attestation, however it is laid out. */
function split(bytes: Buffer): Buffer[] {
  const lines = bytes
    .toString('latin1')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const each =
    lines.length > 1 && lines.every((line) => line.startsWith('{') && line.trimEnd().endsWith('}'));
  return each ? lines.map((line) => Buffer.from(line, 'latin1')) : [bytes];
}

async function readWhole(file: string): Promise<Buffer> {
  try {
    const { size } = await stat(file);
    if (size > largestFile) throw new Error(`it is larger than ${largestFile} bytes`);
    return await readFile(file);
  } catch (cause) {
    throw none(file, whyUnreadable(cause), cause);
  }
}

const none = (what: string, why: string, cause?: unknown): AttestError =>
  new AttestError({
    code: 'E_NO_ATTESTATION',
    message: `${what} is not published: ${why}`,
    hint: 'Give what `reprove attest` wrote, signed.',
    cause,
  });
