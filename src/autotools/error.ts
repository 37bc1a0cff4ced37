import { type ErrorDetails, type ExitCode, exitCodes, ReproveError } from '../errors.js';

/**
 * A source release that can't be had. `E_NO_SUCH_FILE` (exit code 2); `E_NO_SUCH_PACKAGE`, `E_NO_SUCH_VERSION`, `E_OTHER_BYTES`, `E_BAD_SIGNATURE`
 * (exit code 3); `E_ARCHIVE_UNREACHABLE`, `E_NO_ARCHIVE`, `E_OFFLINE`, `E_NO_GPGV` (exit code 4).
 */
export class ReleaseError extends ReproveError {
  constructor({
    exitCode = exitCodes.inconclusive,
    ...details
  }: Omit<ErrorDetails, 'exitCode'> & { exitCode?: ExitCode }) {
    super({ ...details, exitCode });
  }
}
