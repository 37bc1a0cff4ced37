import type { EventEmitter } from 'node:events';
import { Interruption } from './error.js';

const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/**
 * Turns signals of the system into an abort: the first one lets every stage clean up, the second ends the process at once. Sandboxes
 * die with the process, and nothing in the cache is trusted half-written.
 */
export function interrupts(process: Pick<EventEmitter, 'on'>, exit: (code: number) => void): AbortController {
  const controller = new AbortController();
  for (const [name, code] of Object.entries(signals)) {
    process.on(name, () => {
      if (controller.signal.aborted) exit(code);
      else controller.abort(new Interruption(name as keyof typeof signals, code));
    });
  }
  return controller;
}
