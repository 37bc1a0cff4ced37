import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { StoreError } from './error.js';

/** Bytes of the largest blob, uncompressed: one that claims more was not written by us. */
const largest = 512 * 2 ** 20;

const compress = promisify(gzip);
const expand = promisify(gunzip);

export const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Text as it is stored. */
export const pack = (text: string): Promise<Buffer> => compress(text);

/** What was stored, checked. */
export async function unpack(stored: Buffer, digest: string): Promise<string> {
  const text = await expand(stored, { maxOutputLength: largest })
    .then((bytes) => bytes.toString('utf8'))
    .catch(() => null);
  if (text !== null && digestOf(text) === digest) return text;
  throw new StoreError({
    code: 'E_BLOB_CHANGED',
    message: `the stored report ${digest} is damaged`,
    hint: 'Verify its release again, or bring the file back from a backup; `reprove db check` lists all that are.',
  });
}
