import { exitCodes, ReproveError } from '../../errors.js';

/** Something that can't be taken for an input of a batch, or of which a filter needs to know more than it tells; exit code 2. */
export class InputError extends ReproveError {
  constructor(message: string, hint = 'See `reprove batch --help` for what is possible.', cause?: unknown) {
    super({ code: 'E_INPUT', message, hint, exitCode: exitCodes.usage, cause });
  }
}
