import { MultiBar } from 'cli-progress';
import type { Ending } from '../../batch/run.js';
import type { JobKey } from '../../batch/store/runs.js';
import type { WorkerEvent } from '../../batch/worker/event.js';
import { escapeText } from '../../report/escape.js';
import { endingLine } from '../../report/store/batch.js';
import { printed } from '../../report/terminal/line.js';
import { colorful, type Io, widthOf } from '../io.js';

/** Shows how far a batch is. */
export interface BatchProgress {
  done(job: JobKey, ending: Ending, at: { done: number; of: number }): void;
  told(event: WorkerEvent): void;
  end(): void;
}

/** On a terminal a bar with what is running and the time left, and a line for what does not pass; elsewhere a line for each release; nothing for `quiet`. */
export function batchProgress(io: Io, quiet: boolean): BatchProgress {
  if (quiet) return { done: () => undefined, told: () => undefined, end: () => undefined };
  const { stderr, env } = io;
  const color = colorful(stderr, env);
  const lineOf = (...of: Parameters<BatchProgress['done']>) =>
    `${printed(endingLine(...of), color).trimEnd()}\n`;
  if (stderr.isTTY !== true || env.TERM === 'dumb')
    return { done: (...of) => void stderr.write(lineOf(...of)), told: () => undefined, end: () => undefined };
  return bar(io, lineOf);
}

/** Characters that the bar and its numbers take. */
const besides = 58;

function bar({ stderr }: Io, lineOf: (...of: Parameters<BatchProgress['done']>) => string): BatchProgress {
  const running = new Map<string, string>();
  const display = new MultiBar({
    stream: stderr as NodeJS.WriteStream,
    format: '{bar} {value}/{total}  {eta_formatted} left  {running}',
    barsize: 24,
    hideCursor: true,
    clearOnComplete: true,
    linewrap: false,
    // The time left follows the last releases, as the long ones tend to come together.
    etaBuffer: 20,
    // Our own way out of an interruption stays the only one.
    gracefulExit: false,
  });
  const one = display.create(0, 0, { running: '' });
  const show = () => {
    const words = escapeText([...running.values()].join(', '), Math.max(10, widthOf(stderr) - besides));
    one.update({ running: words });
  };
  return {
    done(job, ending, at) {
      one.setTotal(at.of);
      one.update(at.done);
      const passed = 'verdict' in ending && ['reproduced', 'inert'].includes(ending.verdict);
      if (!passed) display.log(lineOf(job, ending, at));
      show();
    },
    told(event) {
      if (!('job' in event)) return;
      if (event.kind === 'taken') running.set(event.job.id, event.job.name);
      else running.delete(event.job.id);
      show();
    },
    end: () => display.stop(),
  };
}
