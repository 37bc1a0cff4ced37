import { DefaultRenderer, Listr, ListrLogger, ProcessOutput } from 'listr2';
import { escapeText } from '../../report/escape.js';
import type { Output } from '../io.js';
import type { Progress } from './progress.js';

/** The display goes to stderr: whether stdout is a terminal, which is what the library looks at, doesn't matter. */
class StderrRenderer extends DefaultRenderer {
  static override nonTTY = true;
}

/** A line for each spec that shows its stage while it is at work; all are gone when the display ends. */
export function liveProgress(specs: readonly string[], stderr: Output): Progress {
  const stream = stderr as NodeJS.WriteStream;
  const rows = specs.map((spec) => row(escapeText(spec, 80)));
  const display = new Listr(
    rows.map((one) => ({
      title: one.words,
      task: (_, task) => {
        one.show = (words) => {
          task.title = words;
        };
        // What happened before the display came to this row.
        one.show(one.words);
        return one.done.then((passed) => (passed ? undefined : Promise.reject(new Error(one.words))));
      },
    })),
    {
      concurrent: true,
      // A release that fails is a red row, and no reason to end the display.
      exitOnError: false,
      // Its own listener would end the process before any stage has cleaned up.
      registerSignalListeners: false,
      renderer: StderrRenderer,
      rendererOptions: {
        clearOutput: true,
        showErrorMessage: false,
        formatOutput: 'truncate',
        logger: new ListrLogger({ processOutput: new ProcessOutput(stream, stream) }),
      },
    },
  );
  const shown = display.run();
  const waiting: (() => void)[] = [];
  return {
    track: (at) => {
      const one = rows[at]!;
      const say = (words: string): void => {
        one.words = words;
        one.show(words);
      };
      return {
        event: ({ stage, message, detail }) => {
          if (detail !== true) say(`${one.spec}  ${stage}: ${escapeText(message, 200)}`);
        },
        end: (words, passed) => {
          say(`${one.spec}  ${escapeText(words, 200)}`);
          one.finish(passed);
        },
      };
    },
    print: (write) => void waiting.push(write),
    close: async () => {
      for (const { finish } of rows) finish(true);
      await shown;
      for (const write of waiting.splice(0)) write();
    },
  };
}

/** One line of the display: its words now, where they go once it is shown, and what ends it. */
interface Row {
  spec: string;
  words: string;
  show(words: string): void;
  /** Settles with whether it passed. */
  done: Promise<boolean>;
  finish(passed: boolean): void;
}

function row(spec: string): Row {
  let finish = (_passed: boolean): void => undefined;
  const done = new Promise<boolean>((resolve) => {
    finish = resolve;
  });
  return { spec, words: spec, show: () => undefined, done, finish: (passed) => finish(passed) };
}
