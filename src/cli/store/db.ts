import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { checkStore } from '../../batch/store/check.js';
import { migrate } from '../../batch/store/migrate.js';
import { exportLines, importLines } from '../../batch/store/transfer.js';
import { whyUnreadable } from '../../config/text-file.js';
import { type ExitCode, exitCodes } from '../../errors.js';
import { count } from '../../report/terminal/amount.js';
import { line } from '../../report/terminal/line.js';
import { CommandError } from '../error.js';
import type { Session } from '../session.js';
import type { StoreCommandOptions } from './options.js';
import { show, withStore } from './with-store.js';

/** Brings the tables up to what this program knows. */
export const runMigrate = (options: StoreCommandOptions, session: Session): Promise<ExitCode> =>
  withStore(
    options,
    session,
    async (store) => {
      const applied = await migrate(store);
      show(options, session, { place: store.place, applied }, () => [
        applied.length === 0
          ? line`${store.place} is up to date.`
          : line`${store.place}: applied ${applied.join(', ')}.`,
      ]);
      return exitCodes.passed;
    },
    false,
  );

/** Says what the store is, and what is wrong with it: exit code 4 then. */
export const runCheck = (options: StoreCommandOptions, session: Session): Promise<ExitCode> =>
  withStore(
    options,
    session,
    async (store) => {
      const check = await checkStore(store);
      const { missing, damaged } = check;
      show(options, session, check, () => [
        line`${check.place} (${check.engine}): tables of version ${check.version}, this program knows ${check.program}: ${check.state}`,
        line`${count(check.results, 'result')}, ${count(check.runs, 'run')}`,
        ...missing.map((digest) => line`missing report ${digest}`),
        ...damaged.map((digest) => line`damaged report ${digest}`),
      ]);
      return (check.state === 'current' || check.state === 'empty') && missing.length + damaged.length === 0
        ? exitCodes.passed
        : exitCodes.environment;
    },
    false,
  );

/** Writes everything as lines of JSON to a file that appears when it is whole. */
export const runExport = (file: string, options: StoreCommandOptions, session: Session): Promise<ExitCode> =>
  withStore(options, session, async (store) => {
    const path = resolve(session.io.cwd, file);
    const part = `${path}.${process.pid}.part`;
    let lines = 0;
    const counted = async function* () {
      for await (const each of exportLines(store)) {
        lines += 1;
        yield `${each}\n`;
      }
    };
    try {
      await pipeline(Readable.from(counted()), createWriteStream(part, { mode: 0o600, flags: 'wx' }));
      await synced(part);
      await rename(part, path);
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
    show(options, session, { file: path, lines }, () => [line`${path}: ${count(lines, 'line')}`]);
    return exitCodes.passed;
  });

async function synced(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Reads what an export wrote. */
export async function runImport(
  file: string,
  options: StoreCommandOptions,
  session: Session,
): Promise<ExitCode> {
  const path = resolve(session.io.cwd, file);
  await open(path, 'r').then(
    (handle) => handle.close(),
    (cause: unknown) => {
      throw new CommandError(
        `cannot read ${path}: ${whyUnreadable(cause)}`,
        'Name a file that `reprove db export` wrote.',
      );
    },
  );
  return withStore(options, session, async (store) => {
    const lines = createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY });
    const done = await importLines(store, lines);
    show(options, session, done, () => [
      line`Read ${count(done.results, 'result')}, ${count(done.runs, 'run')}, ${count(done.tags, 'tag')}.`,
    ]);
    return exitCodes.passed;
  });
}
