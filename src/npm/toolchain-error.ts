import { type ErrorDetails, exitCodes, ReproveError } from '../errors.js';

/**
 * A tool that a plan names can't be had: `E_TOOL_UNKNOWN` (no such tool or version), `E_TOOL_UNREACHABLE` (registry or cache), or
 * `E_TOOL_REFUSED` (it is the release under verification).
 */
export class ToolchainError extends ReproveError {
  constructor(
    details: Omit<ErrorDetails, 'exitCode' | 'code'> & {
      code: 'E_TOOL_UNKNOWN' | 'E_TOOL_UNREACHABLE' | 'E_TOOL_REFUSED';
    },
  ) {
    super({ ...details, exitCode: exitCodes.environment });
  }
}
