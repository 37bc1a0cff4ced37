import { type ErrorDetails, exitCodes, ReproveError } from '../errors.js';

/** A configuration that can't be read or isn't one. */
export class ConfigError extends ReproveError {
  constructor(details: Omit<ErrorDetails, 'exitCode'>) {
    super({ ...details, exitCode: exitCodes.usage });
  }
}

/** A cache folder that can't be used now, or that isn't one of ours. */
export class CacheError extends ReproveError {
  constructor(details: Omit<ErrorDetails, 'exitCode'>) {
    super({ ...details, exitCode: exitCodes.environment });
  }
}
