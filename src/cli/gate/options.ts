import type { VerifyOptions } from '../../verify.js';
import type { CommonOptions } from '../help.js';

/** `reprove gate`'s options as commander hands them over. */
export interface GateCommandOptions extends CommonOptions {
  tag?: string;
  branch?: string[];
  beforePush?: boolean;
  packOnly?: boolean;
  staged?: string;
  published?: boolean;
  record?: string;
  /** False: nothing is asked of dist-tags; true or absent: `latest`. */
  distTag?: string | boolean;
  /** Milliseconds. */
  wait: number;
  output?: string;
  format?: string[];
  fresh?: boolean;
  sandbox?: VerifyOptions['sandbox'];
  offline?: boolean;
  json?: boolean;
  /** Milliseconds. */
  timeout?: number;
}
