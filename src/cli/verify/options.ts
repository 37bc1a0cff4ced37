import type { CommonOptions } from '../help.js';
import type { ReleaseOptions } from '../release-options.js';
import type { PipelineOptions } from '../services.js';

/** `reprove verify`'s options as commander hands them over. */
export interface VerifyCommandOptions extends CommonOptions, ReleaseOptions {
  rebuild: boolean;
  sandbox?: PipelineOptions['sandbox'];
  json?: boolean;
  output?: string;
  keep?: string;
  /** Milliseconds for one release. */
  timeout?: number;
  concurrency: number;
}
