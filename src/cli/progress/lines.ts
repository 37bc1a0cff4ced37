import { escapeText } from '../../report/escape.js';
import type { Output } from '../io.js';
import type { Progress } from './progress.js';

/** A line for each event, for logs of a CI and for `-v`, which shows details too. */
export function lineProgress(specs: readonly string[], stderr: Output, verbose: boolean): Progress {
  return {
    track: (at) => {
      const subject = specs.length > 1 ? `${escapeText(specs[at] ?? '', 80)}  ` : '';
      return {
        event: ({ stage, message, detail }) => {
          if (detail === true && !verbose) return;
          stderr.write(`${subject}${stage.padEnd(7)}  ${escapeText(message, 300)}\n`);
        },
        // The report, which follows, says it better.
        end: () => undefined,
      };
    },
    print: (write) => write(),
    close: async () => undefined,
  };
}
