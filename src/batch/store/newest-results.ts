import type { Session } from './session.js';
import { storable } from './storable.js';

/** Where the text of a result is, and of which release it is. */
export interface ResultPlace {
  resultId: number;
  name: string;
  version: string;
  blob: string;
}

/** The newest result of each release that was verified since a time; of all releases for null. */
export async function newestResults({ executeSql }: Session, since: Date | null): Promise<ResultPlace[]> {
  const { rows } = await executeSql(
    `select * from (
       select distinct on (release_id) results.id as "resultId", name, version, blob, verified_at
       from reprove.results join reprove.releases on releases.id = release_id
       order by release_id, verified_at desc, results.id desc
     ) as newest where $1::timestamptz is null or verified_at >= $1 order by name, version, "resultId"`,
    [since],
  );
  return rows;
}

/** The newest result of one release; null when there is none. */
export async function newestResultOf(
  { executeSql }: Session,
  { name, version }: { name: string; version: string },
): Promise<ResultPlace | null> {
  const { rows } = await executeSql(
    `select results.id as "resultId", name, version, blob
     from reprove.results join reprove.releases on releases.id = release_id
     where name = $1 and version = $2 order by verified_at desc, results.id desc limit 1`,
    [storable(name), storable(version)],
  );
  return rows[0] ?? null;
}
