import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PGlite, Results, Transaction } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { StoreError } from './error.js';
import { lockFolder, type Waiting } from './folder-lock.js';
import * as tables from './schema.js';
import type { Session, Transactions } from './session.js';

/** Names in the state folder. */
const databaseName = 'database';
const unfinished = 'database.new-';

/** An engine that is open. */
export interface Engine extends Session, Transactions {
  close(): Promise<void>;
}

/** Opens the embedded database in a state folder, made where it is missing, for this process alone. */
export async function openPGlite(state: string, waiting: Waiting): Promise<Engine> {
  await usable(state);
  const lock = await lockFolder(join(state, `${databaseName}.lock`), waiting);
  try {
    const client = await openFolder(state);
    const alive = <T>(work: () => Promise<T>): Promise<T> =>
      lock.lost.aborted ? Promise.reject(lock.lost.reason) : work();
    const own = session(client);
    return {
      db: own.db,
      executeSql: (text, values) => alive(() => own.executeSql(text, values)),
      transaction: (work) => alive(() => client.transaction((transaction) => work(session(transaction)))),
      async close() {
        await client.close();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function usable(state: string): Promise<void> {
  try {
    await mkdir(state, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new StoreError({
      code: 'E_STATE_UNUSABLE',
      message: `cannot use the state folder ${state}: ${(cause as NodeJS.ErrnoException).code ?? (cause as Error).message}`,
      hint: 'Name a folder you can write to with --state or REPROVE_STATE, and see that the disk has room.',
      cause,
    });
  }
}

/** A database is made aside and renamed when it is whole: one that was killed while it was being made can't be opened by anyone. */
async function openFolder(state: string): Promise<PGlite> {
  const { PGlite } = await import('@electric-sql/pglite');
  const folder = join(state, databaseName);
  if ((await stat(folder).catch(() => null)) === null) {
    for (const name of await readdir(state)) {
      if (name.startsWith(unfinished)) await rm(join(state, name), { recursive: true, force: true });
    }
    const made = await mkdtemp(join(state, unfinished));
    await (await PGlite.create(made)).close();
    await rename(made, folder);
  }
  return PGlite.create(folder);
}

function session(client: PGlite | Transaction): Session {
  return {
    // In a transaction drizzle only queries, which both can.
    db: drizzle({
      client: client as PGlite,
      schema: tables,
      casing: 'snake_case',
    }) as unknown as Session['db'],
    async executeSql(text, values) {
      if (values !== undefined && values.length > 0) return rowsOf([await client.query(text, values)]);
      return rowsOf(await client.exec(text));
    },
  };
}

const rowsOf = (results: readonly Results[]) => ({ rows: results.flatMap(({ rows }) => rows) });
