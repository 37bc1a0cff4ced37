import type { ProgressEvent } from '../../context.js';

/** Progress of one spec. */
export interface Track {
  event(event: ProgressEvent): void;
  /** The last words about it: its verdict, or its error, and whether that is a success. */
  end(words: string, passed: boolean): void;
}

/** How a command shows that it is at work; on stderr, so that stdout holds reports only. */
export interface Progress {
  track(at: number): Track;
  /** Calls `write`, which prints to the terminal, as soon as that can't collide with what is shown. */
  print(write: () => void): void;
  /** Ends the display. May be called twice. */
  close(): Promise<void>;
}

/** For `--json`. */
export const silentProgress: Progress = {
  track: () => ({ event: () => undefined, end: () => undefined }),
  print: (write) => write(),
  close: async () => undefined,
};
