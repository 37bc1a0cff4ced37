import type { Io } from './io.js';
import type { Services } from './services.js';

/** What every command is handed: where it runs, what it can call, and when to stop. */
export interface Session {
  io: Io;
  services: Services;
  /** Aborted by Ctrl-C or SIGTERM, with an `Interruption` as its reason. */
  signal: AbortSignal;
  /** Hands the command's work to `run`, which waits for its exit code. */
  start(work: Promise<number>): void;
}
