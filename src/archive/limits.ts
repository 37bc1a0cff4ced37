import type { ArchiveLimits } from '../config/schema.js';
import { ArchiveError } from './error.js';

/** How much of an archive was read. */
export interface ArchiveBytes {
  compressed: number;
  /** Bytes of the uncompressed tar stream. */
  tar: number;
  members: number;
}

/** Expansion is not looked at before this many bytes: small archives of empty files compress without bounds. */
const ratioFrom = 2 ** 20;

/** @throws {ArchiveError} when what was read so far is over a limit. */
export function checkSize({ compressed, tar, members }: ArchiveBytes, limits: ArchiveLimits): void {
  if (members > limits.entries) {
    throw new ArchiveError({
      code: 'E_ARCHIVE_TOO_MANY_ENTRIES',
      message: `The archive has more than ${limits.entries} entries`,
      hint: "Raise 'archive.entries' in the configuration if that is expected.",
    });
  }
  if (tar > limits.bytes) {
    throw new ArchiveError({
      code: 'E_ARCHIVE_TOO_LARGE',
      message: `The archive unpacks to more than ${limits.bytes} bytes`,
      hint: "Raise 'archive.bytes' in the configuration if that is expected.",
    });
  }
  if (tar - ratioFrom > compressed * limits.ratio) {
    throw new ArchiveError({
      code: 'E_ARCHIVE_RATIO',
      message: `The archive unpacks to more than ${limits.ratio} times its size`,
      hint: "Raise 'archive.ratio' in the configuration if that is expected.",
    });
  }
}

/** @throws {ArchiveError} when a stored path is longer than allowed. */
export function checkPath(path: string, limits: ArchiveLimits): void {
  if (Buffer.byteLength(path) <= limits.pathBytes) return;
  throw new ArchiveError({
    code: 'E_ARCHIVE_PATH_TOO_LONG',
    message: `The archive has a path of more than ${limits.pathBytes} bytes`,
    hint: "Raise 'archive.pathBytes' in the configuration if that is expected.",
  });
}
