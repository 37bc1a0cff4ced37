import type { ObjectHeader, ObjectReader } from './object-reader.js';

/** A whole object of one type, up to `limit` bytes; null when there is none such. */
export async function readObject(
  reader: ObjectReader,
  name: string,
  type: ObjectHeader['type'],
  limit: number,
): Promise<{ id: string; bytes: Buffer } | null> {
  const chunks: Buffer[] = [];
  const header = await reader.read(name, (found) => {
    if (found.type !== type || found.size > limit) return null;
    return (chunk) => void chunks.push(Buffer.from(chunk));
  });
  if (header === null || header.type !== type || header.size > limit) return null;
  return { id: header.id, bytes: Buffer.concat(chunks) };
}
