import { open } from 'node:fs/promises';

/** Bytes from the end of a log that are looked at for the reason of a failure. */
const most = 256 * 1024;

/** The end of a log file of ours, as text; what can't be read is empty. */
export async function logEnd(path: string): Promise<string> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const length = Math.min(size, most);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
      return buffer.subarray(0, bytesRead).toString('utf8');
    } finally {
      await file.close();
    }
  } catch {
    return '';
  }
}
