import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import type * as tables from './schema.js';

/** Rows of a statement, whatever they are. */
interface SqlResult {
  // biome-ignore lint/suspicious/noExplicitAny: columns are the statement's, and pg-boss expects it so.
  rows: any[];
}

/** One connection, or one transaction on it, for drizzle and for raw SQL alike. */
export interface Session {
  db: PgDatabase<PgQueryResultHKT, typeof tables>;
  /**
   * Runs SQL as it is. Without values it may be several statements, whose rows come one after the other. Counts (`bigint`) are numbers,
   * times are `Date`, JSON is parsed. It is what pg-boss takes as `db`.
   */
  executeSql(text: string, values?: unknown[]): Promise<SqlResult>;
}

/** What can start transactions. */
export interface Transactions {
  /**
   * Runs work in one transaction, committed when it returns and rolled back when it throws. Inside it only the session that is handed on
   * may be used: the embedded database has one connection, and waiting for the store itself would wait forever.
   */
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T>;
}
