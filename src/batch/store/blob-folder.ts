import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { digestOf, pack, unpack } from './blob-form.js';
import type { Blobs } from './blobs.js';

/** Blobs in a folder: `ab/cdef….gz`. */
export function folderBlobs(folder: string): Blobs {
  const pathOf = (digest: string) => join(folder, digest.slice(0, 2), `${digest.slice(2)}.gz`);
  return {
    async write(text) {
      const digest = digestOf(text);
      const path = pathOf(digest);
      const { default: writeFileAtomic } = await import('write-file-atomic');
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      // One that is there is written again: it may be damaged, and is to look new to who sweeps what no row refers to yet.
      await writeFileAtomic(path, await pack(text), { mode: 0o600 });
      return { digest, bytes: Buffer.byteLength(text) };
    },
    async read(digest) {
      const stored = await readFile(pathOf(digest)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null;
        throw error;
      });
      return stored === null ? null : unpack(stored, digest);
    },
    async *list() {
      for (const prefix of await readdir(folder).catch(() => [])) {
        if (!/^[0-9a-f]{2}$/.test(prefix)) continue;
        for (const name of await readdir(join(folder, prefix))) {
          const digest = `${prefix}${name.slice(0, -'.gz'.length)}`;
          const found = await stat(join(folder, prefix, name)).catch(() => null);
          if (found !== null && /^[0-9a-f]{64}$/.test(digest)) yield { digest, writtenAt: found.mtime };
        }
      }
    },
    remove: (digest) => rm(pathOf(digest), { force: true }),
  };
}
