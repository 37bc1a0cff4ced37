import type { VerdictKind } from '../../judge/schema.js';
import type { JobKey } from './runs.js';
import type { Session } from './session.js';

/** A release of a run of which it is known what became. */
export interface SettledDependency extends JobKey {
  position: number;
  /** Null where it could not be verified; then `code` and `message` say why. */
  verdict: VerdictKind | null;
  reused: boolean;
  code: string | null;
  message: string | null;
}

/** Seconds that a transaction is given between writing when it settled something and being seen. */
const overlap = 60;

/**
 * What is settled of a run since a moment of the database's clock, or at all for null; each release once, with some told again that were told
 * a moment ago. `of` is how many releases the run has to verify.
 */
export async function settledIn(
  { executeSql }: Session,
  run: number,
  since: Date | null,
): Promise<{ of: number; settled: SettledDependency[]; now: Date }> {
  const { rows } = await executeSql(
    `select min(position)::int as position, dependency.name, dependency.version, dependency.integrity, verdict, bool_and(reused) as reused,
       min(error_code) as code, min(error_message) as message
     from reprove.run_dependencies as dependency left join reprove.results on results.id = result_id
     where run_id = $1 and state in ('verified', 'failed')
       and ($2::timestamptz is null or settled_at >= $2::timestamptz - $3 * interval '1 second')
     group by dependency.name, dependency.version, dependency.integrity, verdict
     order by min(settled_at), min(position)`,
    [run, since, overlap],
  );
  const { rows: whole } = await executeSql(
    `select now() as now, count(distinct (name, version, integrity))::int as of
     from reprove.run_dependencies where run_id = $1 and state <> 'not-verified'`,
    [run],
  );
  return { of: Number(whole[0]?.of), now: whole[0]?.now, settled: rows };
}
