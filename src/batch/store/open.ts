/**
 * The store of batch and fleet: one SQL, on the embedded PGlite in `<state>/database` or on PostgreSQL.
 *
 * `const store = await openStore(place, { signal })`; then
 * - `store.db`: drizzle over the tables of `schema.ts`;
 * - `store.executeSql(text, values)`: raw SQL, what pg-boss takes as `db`;
 * - `store.transaction(async ({ db, executeSql }) => …)`: both on one transaction, so that a job's completion commits with its result.
 *   Inside it never touch `store` itself;
 * - `store.blobs`: content-addressed texts; written before the transaction that refers to them;
 * - `await store.close()`.
 *
 * Errors that somebody can mend are `StoreError` (exit code 4); `isTransient` of `error.ts` tells those that pass by themselves.
 */
import { join } from 'node:path';
import { type Blobs, openBlobs } from './blobs.js';
import { storeError } from './error.js';
import type { Waiting } from './folder-lock.js';
import { migrate, newer, older, standing } from './migrate.js';
import type { Engine } from './pglite.js';
import type { StorePlace } from './place.js';
import type { Session, Transactions } from './session.js';

/** A store that is open. */
export interface Store extends Session, Transactions {
  engine: 'pglite' | 'postgresql';
  /** For messages: the folder, or the server without its password. */
  place: string;
  blobs: Blobs;
  close(): Promise<void>;
}

/** How a store is opened. */
export interface StoreOptions extends Waiting {
  /** Connections to PostgreSQL at most. */
  connections?: number;
  /** False: the tables are left as they are, whatever their version, for `reprove db`. */
  prepare?: boolean;
}

/**
 * Opens the store. The embedded database is made and brought up to date by whoever opens it; PostgreSQL only when it is empty, as others
 * may be using it. Throws `StoreError` when it can't be had or is of another version.
 */
export async function openStore(place: StorePlace, options: StoreOptions): Promise<Store> {
  const { kind } = place;
  const name = kind === 'pglite' ? join(place.state, 'database') : withoutPassword(place.address);
  const told = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw storeError(error, name);
    }
  };
  const blobs = await openBlobs(place.blobs);
  const engine = await told(() => openEngine(place, options));
  const store: Store = {
    engine: kind,
    place: name,
    db: engine.db,
    blobs,
    executeSql: (text, values) => told(() => engine.executeSql(text, values)),
    transaction: (work) => told(() => engine.transaction(work)),
    close: () => engine.close(),
  };
  try {
    if (options.prepare !== false) await prepare(store);
  } catch (error) {
    await store.close();
    throw error;
  }
  return store;
}

// Each driver is loaded by those who use it.
async function openEngine(place: StorePlace, options: StoreOptions): Promise<Engine> {
  if (place.kind === 'pglite') {
    const { openPGlite } = await import('./pglite.js');
    return openPGlite(place.state, options);
  }
  const { openPostgreSql } = await import('./postgresql.js');
  return openPostgreSql(place.address, options.connections ?? 10);
}

async function prepare(store: Store): Promise<void> {
  const { state, version, program } = await standing(store);
  if (state === 'newer') throw newer(version, program);
  if (state === 'older' && store.engine === 'postgresql') throw older(version, program);
  if (state !== 'current') await migrate(store);
}

/** An address as it may be shown. */
function withoutPassword(address: string): string {
  try {
    const url = new URL(address);
    return `${url.protocol}//${url.username === '' ? '' : `${url.username}@`}${url.host}${url.pathname}`;
  } catch {
    return 'the given PostgreSQL';
  }
}
