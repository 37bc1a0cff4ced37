import { Listr, ListrLogger, ProcessOutput } from 'listr2';
import { escapeText } from '../../report/escape.js';
import type { Output } from '../io.js';
import type { Progress } from './progress.js';

/** A line for each spec that shows its stage while it is at work; all are gone when the display ends. */
export function liveProgress(specs: readonly string[], stderr: Output): Progress {
  const stream = stderr as NodeJS.WriteStream;
  const rows = specs.map((spec) => row(escapeText(spec, 80)));
  const display = new Listr(
    rows.map(({ spec, done, show }) => ({
      title: spec,
      task: (_, task) => {
        show.on = (words) => {
          task.title = words;
        };
        return done;
      },
    })),
    {
      concurrent: true,
      // Its own listener would end the process before any stage has cleaned up.
      registerSignalListeners: false,
      renderer: 'default',
      rendererOptions: {
        clearOutput: true,
        formatOutput: 'truncate',
        logger: new ListrLogger({ processOutput: new ProcessOutput(stream, stream) }),
      },
    },
  );
  const shown = display.run();
  const waiting: (() => void)[] = [];
  return {
    track: (at) => {
      const { spec, show, finish } = rows[at]!;
      return {
        event: ({ stage, message, detail }) => {
          if (detail !== true) show.on(`${spec}  ${stage}: ${escapeText(message, 200)}`);
        },
        end: (words) => {
          show.on(escapeText(words, 200));
          finish();
        },
      };
    },
    print: (write) => void waiting.push(write),
    close: async () => {
      for (const { finish } of rows) finish();
      await shown;
      for (const write of waiting.splice(0)) write();
    },
  };
}

/** A row's task lasts until `finish` is called; `show` is where its words go once it is displayed. */
function row(spec: string) {
  let finish = (): void => undefined;
  const done = new Promise<void>((resolve) => {
    finish = resolve;
  });
  return { spec, done, finish: () => finish(), show: { on: (_words: string): void => undefined } };
}
