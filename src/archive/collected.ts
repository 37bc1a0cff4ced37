import type { FileSink } from './bodies.js';

/**
 * Holds a file's bytes and hands them over whole; only for files whose size was looked at before. They may lie in a larger buffer: whoever
 * keeps them copies them.
 */
export function collected(done: (content: Buffer) => void): FileSink {
  const chunks: Buffer[] = [];
  return {
    data: (chunk) => chunks.push(chunk),
    end: () => done(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)),
  };
}
