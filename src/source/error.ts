import { type ErrorDetails, exitCodes, ReproveError } from '../errors.js';

/** Git or the cache failed in a way that no repository can be blamed for; `E_GIT`, `E_GIT_MISSING`, `E_CHECKOUT`. */
export class SourceError extends ReproveError {
  constructor(
    details: Pick<ErrorDetails, 'code' | 'message' | 'hint' | 'cause'> &
      Partial<Pick<ErrorDetails, 'exitCode'>>,
  ) {
    super({ exitCode: exitCodes.environment, ...details });
  }
}
