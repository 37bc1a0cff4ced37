import type { VerifyOptions } from '../../verify.js';
import type { CommonOptions } from '../help.js';
import type { ReleaseOptions } from '../release-options.js';

/** `reprove verify`'s options as commander hands them over. */
export interface VerifyCommandOptions extends CommonOptions, ReleaseOptions {
  rebuild: boolean;
  sandbox?: VerifyOptions['sandbox'];
  json?: boolean;
  /** Names of formats. */
  format?: string[];
  output?: string;
  fresh?: boolean;
  keep?: string;
  /** Milliseconds for one release. */
  timeout?: number;
  concurrency: number;
}
