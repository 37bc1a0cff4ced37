import { type ErrorDetails, exitCodes, ReproveError } from '../errors.js';

/** No engine works here (`E_NO_SANDBOX`), or one that worked broke down (`E_SANDBOX`). */
export class SandboxError extends ReproveError {
  constructor(details: Omit<ErrorDetails, 'exitCode' | 'code'> & { code: 'E_NO_SANDBOX' | 'E_SANDBOX' }) {
    super({ ...details, exitCode: exitCodes.environment });
  }
}
