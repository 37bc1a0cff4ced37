import { readdir, readFile } from 'node:fs/promises';
import { ownFile } from '../../config/own-file.js';
import { StoreError } from './error.js';
import type { Session, Transactions } from './session.js';

/** The same place from sources and when built; the SQL is shipped as it is. */
const folder = ownFile('src/batch/store/migrations/');

/** Any number that no other program's advisory lock is likely to have; PostgreSQL's are database-wide. */
const advisoryLock = 0x7265_7072;

interface Migration {
  version: number;
  name: string;
}

/** Migrations that this program has, in order: `0001-first.sql`… */
async function migrations(from: URL = folder): Promise<Migration[]> {
  const names = (await readdir(from)).filter((name) => /^\d{4}-.+\.sql$/.test(name)).sort();
  return names.map((name) => ({ version: Number(name.slice(0, 4)), name }));
}

/** Version of a database's tables; 0 for one that has none of ours. */
async function databaseVersion({ executeSql }: Session): Promise<number> {
  // Not `to_regclass`: it may answer from what this connection knew before it waited for another that made the tables.
  const there = await executeSql(
    `select exists (select 1 from pg_catalog.pg_class join pg_catalog.pg_namespace on pg_namespace.oid = relnamespace
       where nspname = 'reprove' and relname = 'migrations') as there`,
  );
  if (there.rows[0]?.there !== true) return 0;
  const { rows } = await executeSql(
    'select coalesce(max(version), 0)::int as version from reprove.migrations',
  );
  return Number(rows[0]?.version);
}

/** What a database's version is to this program. */
export type Standing = { state: 'current' | 'empty' | 'older' | 'newer'; version: number; program: number };

export async function standing(session: Session): Promise<Standing> {
  const program = (await migrations()).at(-1)?.version ?? 0;
  const version = await databaseVersion(session);
  const state =
    version === 0 ? 'empty' : version === program ? 'current' : version < program ? 'older' : 'newer';
  return { state, version, program };
}

/**
 * Brings a database's tables up to what this program knows, in one transaction: others see the database as it was or as it will be, and one
 * that is made anew is never taken for one that is behind. Two processes may do so at once: the lock is taken first, and the version is read
 * under it. Returns the names of those applied here. Throws `E_STORE_NEWER` for a database of a newer program.
 *
 * @param upTo - the last version to apply, and `from` where migrations are; for tests of upgrades.
 */
export async function migrate(
  store: Transactions,
  { upTo = Number.POSITIVE_INFINITY, from = folder }: { upTo?: number; from?: URL } = {},
): Promise<string[]> {
  const all = await migrations(from);
  const program = all.at(-1)?.version ?? 0;
  return store.transaction(async (session) => {
    await session.executeSql('select pg_advisory_xact_lock($1)', [advisoryLock]);
    const version = await databaseVersion(session);
    if (version > program) throw newer(version, program);
    const due = all.filter((each) => each.version > version && each.version <= upTo);
    if (version === 0) await session.executeSql(versionTable);
    for (const each of due) {
      await session.executeSql(await readFile(new URL(each.name, from), 'utf8'));
      await session.executeSql('insert into reprove.migrations (version, name) values ($1, $2)', [
        each.version,
        each.name,
      ]);
    }
    return due.map(({ name }) => name);
  });
}

const versionTable = `
  create schema if not exists reprove;
  create table if not exists reprove.migrations (
    version integer primary key,
    name text not null,
    applied_at timestamptz not null default now()
  )`;

/** The refusal of a database that a newer program made: what we would write there may break what it relies on. */
export const newer = (version: number, program: number): StoreError =>
  new StoreError({
    code: 'E_STORE_NEWER',
    message: `the database is of a newer reprove: its tables are of version ${version}, this program knows up to ${program}`,
    hint: 'Use the newer reprove, or name another database or state folder.',
  });

/** The refusal of a shared database that is behind: one worker must not pull it away from under the others unasked. */
export const older = (version: number, program: number): StoreError =>
  new StoreError({
    code: 'E_STORE_OLDER',
    message: `the database's tables are of version ${version}, this program needs ${program}`,
    hint: 'Stop the workers of the older reprove and run `reprove db migrate`.',
  });
