import { createHash } from 'node:crypto';
import type { ObjectReader } from './object-reader.js';

/** Contents of blobs by id; those that are larger than `limit` bytes, or not there, are absent. */
export async function readBlobs(
  reader: ObjectReader,
  ids: Iterable<string>,
  limit: number,
): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  const one = async (id: string) => {
    const chunks: Buffer[] = [];
    const header = await reader.read(id, ({ type, size }) => {
      if (type !== 'blob' || size > limit) return null;
      return (chunk) => void chunks.push(Buffer.from(chunk));
    });
    if (header?.type === 'blob' && header.size <= limit) found.set(id, Buffer.concat(chunks));
  };
  await Promise.all([...new Set(ids)].map(one));
  return found;
}

/** SHA-256 (hex) of each blob's own bytes, by id; blobs that aren't there are absent. Memory stays flat. */
export async function hashBlobs(reader: ObjectReader, ids: Iterable<string>): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const one = async (id: string) => {
    const hash = createHash('sha256');
    const header = await reader.read(id, ({ type }) =>
      type === 'blob' ? (chunk) => void hash.update(chunk) : null,
    );
    if (header?.type === 'blob') found.set(id, hash.digest('hex'));
  };
  await Promise.all([...new Set(ids)].map(one));
  return found;
}
