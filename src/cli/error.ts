import { type ErrorDetails, exitCodes, ReproveError } from '../errors.js';

/** A command line that asks for something impossible. */
export class CommandError extends ReproveError {
  constructor(message: string, hint: string) {
    super({ code: 'E_USAGE', message, hint, exitCode: exitCodes.usage });
  }
}

/** A command that could not do what it was asked to on this machine. */
export class MachineError extends ReproveError {
  constructor(details: Omit<ErrorDetails, 'exitCode'>) {
    super({ ...details, exitCode: exitCodes.environment });
  }
}

/** The reason of an aborted session: a signal of the system, or a reader that went away. */
export class Interruption extends Error {
  constructor(
    readonly signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGPIPE',
    /** 128 and the signal's number, as shells have it. */
    readonly exitCode: number,
  ) {
    super(`interrupted by ${signal}`);
    this.name = 'Interruption';
  }
}
