import { type Result, resultSchema } from '../../result.js';
import type { Blobs } from './blobs.js';

/** A result by the digest of its text; null where that is gone, or is that of another version of reprove. */
export async function storedResult(blobs: Blobs, digest: string): Promise<Result | null> {
  const text = await blobs.read(digest);
  const read = text === null ? null : resultSchema.safeParse(JSON.parse(text));
  return read?.success === true ? read.data : null;
}
