import type { JobKey } from './runs.js';
import type { Session } from './session.js';
import { storable, storableOrNull } from './storable.js';

/** A stored result that need not be had again. */
export interface CurrentResult extends JobKey {
  resultId: number;
  verifiedAt: Date;
  verdict: string;
}

/** Keys in one statement. */
const chunk = 5_000;

/**
 * Which of these have a result by the same rules. A pinned integrity that is not the one we compute (SHA-1 of old lockfiles, several
 * hashes at once) is found through an earlier run that had the same pin. What has no pin is not found: the registry may serve
 * something else by now.
 */
export async function currentResults(
  { executeSql }: Session,
  keys: readonly JobKey[],
  rules: string,
): Promise<CurrentResult[]> {
  const all: CurrentResult[] = [];
  for (let at = 0; at < keys.length; at += chunk) {
    const some = keys.slice(at, at + chunk).filter(({ integrity }) => integrity !== null);
    const { rows } = await executeSql(
      `with wanted as (
         select * from unnest($1::text[], $2::text[], $3::text[]) as wanted (name, version, integrity)
       ), candidates as (
         select wanted.*, results.* from wanted
         join reprove.releases using (name, version, integrity)
         join reprove.results on results.release_id = releases.id
         union all
         select wanted.*, results.* from wanted
         join reprove.run_dependencies as earlier using (name, version, integrity)
         join reprove.results on results.id = earlier.result_id
         where earlier.state = 'verified' and earlier.integrity !~ '^sha512-[^ ]+$'
       )
       select distinct on (name, version, integrity)
         name, version, integrity, id as "resultId", verified_at as "verifiedAt", verdict
       from candidates where rules = $4 and reusable
       order by name, version, integrity, verified_at desc, id desc`,
      [
        some.map(({ name }) => storable(name)),
        some.map(({ version }) => storable(version)),
        some.map(({ integrity }) => storableOrNull(integrity)),
        rules,
      ],
    );
    all.push(...rows);
  }
  return all;
}
