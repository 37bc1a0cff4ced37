import type { Config } from './config/schema.js';

/** What happened, told while it happens; printed by the command line, ignored by nobody else. */
export interface ProgressEvent {
  /** The release it is about: its purl, or the spec as typed until it is resolved. */
  subject: string;
  stage: 'resolve' | 'locate' | 'compare' | 'plan' | 'rebuild' | 'judge';
  /** One line, without control characters of our own; the printer escapes what comes from packages. */
  message: string;
  /** True for details that only `-v` shows. */
  detail?: boolean;
}

/** What every stage is handed besides its input. Made once by the command line or by a user of the library. */
export interface Context {
  config: Config;
  /** Absolute path of the cache folder. */
  cache: string;
  /** Registry, git hosts and toolchain downloads are not asked; only what is cached counts. */
  offline: boolean;
  /** Aborted by Ctrl-C or by `--timeout`; every stage that waits listens to it. */
  signal: AbortSignal;
  progress: (event: ProgressEvent) => void;
}
