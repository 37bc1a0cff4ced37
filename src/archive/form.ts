import { bzip2 } from './bzip2.js';
import type { Compression } from './compression.js';
import { gzip } from './gzip.js';
import { lzip, xz } from './liblzma.js';
import { zstd } from './zstd.js';

/** What an archive is read as. */
export interface ArchiveForm {
  /** Ways in which it may be compressed. */
  compressions: readonly Compression[];
  /**
   * Links are entries of it: a symbolic one with its target as its content, a hard one as the file before it that it names. Else nobody
   * installs them, and each is odd.
   */
  links: boolean;
}

/** What package managers install. */
export const packageForm: ArchiveForm = { compressions: [gzip], links: false };

/** What people unpack and build: source releases. */
export const sourceForm: ArchiveForm = { compressions: [gzip, xz, bzip2, zstd, lzip], links: true };
