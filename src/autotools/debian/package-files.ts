import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { collected } from '../../archive/collected.js';
import { ArchiveError } from '../../archive/error.js';
import { sourceForm } from '../../archive/form.js';
import { walkArchive } from '../../archive/walk.js';
import type { Context } from '../../context.js';

/** First bytes of an archive of ar(1), and bytes of the header of one member. */
const magic = '!<arch>\n';
const headerBytes = 60;

/** One file of a package, at its path below `/`. */
export interface PackageFile {
  path: string;
  mode: number;
  bytes: Buffer;
}

/**
 * Hands over files of a binary package, by path; scripts of the package are neither read nor run. See deb(5).
 * @throws {ArchiveError} for what is no package.
 */
export async function readPackage(
  deb: string,
  wants: (path: string, size: number) => boolean,
  take: (file: PackageFile) => void,
  context: Context,
): Promise<void> {
  await walkArchive(await dataOf(deb), {
    limits: context.config.archive,
    form: sourceForm,
    signal: context.signal,
    onFile: ({ path, mode, size, link }) =>
      link !== undefined || !wants(path, size)
        ? null
        : collected((bytes) => take({ path, mode, bytes: Buffer.from(bytes) })),
  });
}

/** The member `data.tar.*`. */
async function dataOf(deb: string): Promise<Readable> {
  const file = await open(deb, 'r');
  let found: { start: number; end: number } | null = null;
  try {
    const head = Buffer.alloc(headerBytes);
    await file.read(head, 0, magic.length, 0);
    let at = head.toString('latin1', 0, magic.length) === magic ? magic.length : Number.NaN;
    while (found === null && (await file.read(head, 0, headerBytes, at)).bytesRead === headerBytes) {
      const size = Number(head.toString('latin1', 48, 58));
      if (!Number.isSafeInteger(size) || size < 0) break;
      const start = at + headerBytes;
      if (head.toString('latin1', 0, 16).startsWith('data.tar')) found = { start, end: start + size - 1 };
      at = start + size + (size % 2);
    }
  } catch {
    // Told below.
  } finally {
    if (found === null) await file.close();
  }
  if (found === null)
    throw new ArchiveError({
      code: 'E_ARCHIVE_CORRUPT',
      message: `${deb} is no package of Debian`,
      hint: 'Look at what the archive serves.',
    });
  return file.createReadStream({ ...found, highWaterMark: 2 ** 18 });
}
