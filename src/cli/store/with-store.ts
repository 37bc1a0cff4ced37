import type { Store } from '../../batch/store/open.js';
import type { ExitCode } from '../../errors.js';
import { jsonText } from '../../report/json.js';
import { type Line, printed } from '../../report/terminal/line.js';
import { colorful, widthOf } from '../io.js';
import type { Session } from '../session.js';
import type { StoreCommandOptions } from './options.js';

/** How a command uses the store. */
interface WithStoreOptions {
  connections?: number;
  /** Wait for as long as another process has the embedded database; else for a few seconds. */
  waits?: boolean;
}

/** Opens the store for one command, and closes it whatever happens. The drivers are loaded here, by no other command. */
export async function withStore(
  options: StoreCommandOptions & WithStoreOptions,
  { io, signal }: Session,
  work: (store: Store) => Promise<ExitCode>,
  prepare = true,
): Promise<ExitCode> {
  const { storePlace } = await import('../../batch/store/place.js');
  const place = await storePlace(options, io);
  const { openStore } = await import('../../batch/store/open.js');
  const store = await openStore(place, {
    signal,
    prepare,
    connections: options.connections ?? 2,
    ...(options.waits === true
      ? { onWait: ({ pid }) => void io.stderr.write(`waiting for process ${pid}, which uses the database\n`) }
      : {}),
  });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** Prints a value as JSON where that was asked for, else as lines. */
export function show(
  { json }: StoreCommandOptions,
  { io }: Session,
  value: unknown,
  lines: (width: number) => readonly Line[],
): void {
  const text = json
    ? jsonText(value)
    : lines(widthOf(io.stdout))
        .map((each) => printed(each, colorful(io.stdout, io.env)).trimEnd())
        .join('\n');
  io.stdout.write(`${text}\n`);
}
