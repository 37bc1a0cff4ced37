import { type ErrorDetails, exitCodes, ReproveError } from '../errors.js';

/**
 * An archive, or a folder read like one, that cannot be read whole, so that nothing is concluded from it.
 * `E_ARCHIVE_CORRUPT`: damaged, cut off, no archive at all, or written so that tar readers would not agree where its files begin.
 * `E_FOLDER_UNREADABLE`: something in it can't be opened. `E_CHANGED_WHILE_READ`: its bytes were others the second time.
 * The others: over a limit of the configuration.
 */
export class ArchiveError extends ReproveError {
  constructor(
    details: Omit<ErrorDetails, 'exitCode' | 'code'> & {
      code:
        | 'E_ARCHIVE_CORRUPT'
        | 'E_ARCHIVE_TOO_MANY_ENTRIES'
        | 'E_ARCHIVE_TOO_LARGE'
        | 'E_ARCHIVE_RATIO'
        | 'E_ARCHIVE_PATH_TOO_LONG'
        | 'E_FOLDER_UNREADABLE'
        | 'E_CHANGED_WHILE_READ';
    },
  ) {
    super({ ...details, exitCode: exitCodes.inconclusive });
  }
}

/** The error for an archive that is damaged; `what` completes "the archive is not readable: …". */
export function corrupt(what: string, cause?: unknown): ArchiveError {
  return new ArchiveError({
    code: 'E_ARCHIVE_CORRUPT',
    message: `The archive is not readable: ${what}`,
    hint: 'Fetch it again; if it stays so, the archive itself is damaged or made to confuse readers.',
    cause,
  });
}
