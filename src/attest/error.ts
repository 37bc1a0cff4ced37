import { type ErrorDetails, exitCodes, ReproveError } from '../errors.js';

/** A key, policy, attestation or folder of attestations that can't be used. Exit code 2 unless it says otherwise. */
export class AttestError extends ReproveError {
  constructor(details: Omit<ErrorDetails, 'exitCode'> & Partial<Pick<ErrorDetails, 'exitCode'>>) {
    super({ exitCode: exitCodes.usage, ...details });
  }
}
