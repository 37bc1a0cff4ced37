import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import type { Engine } from './pglite.js';
import * as tables from './schema.js';
import type { Session } from './session.js';

/** Type number of `bigint` in PostgreSQL's catalogue. */
const bigintType = 20;

/** Milliseconds until a server that doesn't answer counts as unreachable. */
const patience = 10_000;

const types: pg.CustomTypesConfig = {
  // As the embedded engine does; our counts and ids never come near 2^53.
  getTypeParser: ((type: number, format?: 'text' | 'binary') =>
    type === bigintType
      ? Number
      : pg.types.getTypeParser(type, format as 'text')) as typeof pg.types.getTypeParser,
};

/** Connects to PostgreSQL. Nothing is sent until the first statement. */
export function openPostgreSql(address: string, connections: number): Engine {
  const pool = new pg.Pool({
    connectionString: address,
    max: connections,
    types,
    application_name: 'reprove',
    connectionTimeoutMillis: patience,
    keepAlive: true,
  });
  // A server that goes away while a connection is idle is noticed by the next statement; unheard, the event would end the process.
  pool.on('error', () => undefined);
  return {
    ...session(pool),
    async transaction(work) {
      const client = await pool.connect();
      let broken: Error | undefined;
      const broke = (error: Error) => {
        broken = error;
      };
      client.on('error', broke);
      try {
        await client.query('begin');
        const value = await work(session(client));
        await client.query('commit');
        return value;
      } catch (error) {
        await client.query('rollback').catch((lost: Error) => {
          broken = lost;
        });
        throw error;
      } finally {
        client.off('error', broke);
        client.release(broken);
      }
    },
    close: () => pool.end(),
  };
}

function session(client: pg.Pool | pg.PoolClient): Session {
  return {
    db: drizzle({ client, schema: tables, casing: 'snake_case' }) as unknown as Session['db'],
    async executeSql(text, values) {
      const given = values !== undefined && values.length > 0;
      // An array for several statements, which its types leave out.
      const result: pg.QueryResult | pg.QueryResult[] = await (given
        ? client.query(text, values)
        : client.query(text));
      return { rows: [result].flat().flatMap(({ rows }) => rows ?? []) };
    },
  };
}
