import { type ExitCode, exitCodes, ReproveError } from '../errors.js';

/** What keeps a gate from being held at all: exit code 2 for a wrong call, 3 where nothing could be packed or taken back. */
export class GateError extends ReproveError {
  constructor(
    code:
      | 'E_NO_CHECKOUT'
      | 'E_NOTHING_TO_GATE'
      | 'E_PACK'
      | 'E_GATE_RECORD'
      | 'E_NOT_PUBLISHED'
      | 'E_STAGED'
      | 'E_GATE_CONFIG',
    message: string,
    hint: string,
    exitCode: ExitCode = exitCodes.usage,
    cause?: unknown,
  ) {
    super({ code, message, hint, exitCode, cause });
  }
}
