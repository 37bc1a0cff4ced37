import type { CommonOptions } from '../help.js';
import type { StoreCommandOptions } from '../store/options.js';

/** `reprove waive`'s options as commander hands them over. */
export interface WaiveOptions extends CommonOptions, StoreCommandOptions {
  path?: string;
  /** Id, or the fingerprint of one finding. */
  signal?: string;
  all?: boolean;
  /** Versions that it is for, instead of the one of the result. */
  range?: string;
  reason: string;
  by: string;
  /** A day, or how many from today: `90d`. */
  expires: string;
  dryRun?: boolean;
}
