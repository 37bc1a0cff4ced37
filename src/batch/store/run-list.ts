import { exitCodes } from '../../errors.js';
import type { VerdictKind } from '../../judge/schema.js';
import type { Session } from './session.js';

/** One run, as a list shows it. */
export interface RunEntry {
  id: number;
  inputs: string;
  startedAt: Date;
  /** Null while it works, and for one that was stopped in the middle. */
  endedAt: Date | null;
  exitCode: number | null;
  dependencies: number;
  waiting: number;
  reused: number;
  failed: number;
  notVerified: number;
  verdicts: Partial<Record<VerdictKind, number>>;
}

/** Runs, newest first. */
export async function listRuns(
  { executeSql }: Session,
  { limit, offset = 0 }: { limit: number; offset?: number },
): Promise<RunEntry[]> {
  const { rows } = await executeSql(
    `with shown as (select * from reprove.runs order by started_at desc, id desc limit $1 offset $2),
     counts as (
       select run_id, state, verdict, count(*)::int as amount, count(*) filter (where reused)::int as reused
       from reprove.run_dependencies left join reprove.results on results.id = result_id
       where run_id in (select id from shown) group by run_id, state, verdict
     )
     select shown.id, inputs, started_at as "startedAt", ended_at as "endedAt", exit_code as "exitCode",
       coalesce(sum(amount), 0)::int as dependencies,
       coalesce(sum(counts.reused), 0)::int as reused,
       coalesce(sum(amount) filter (where state = 'waiting'), 0)::int as waiting,
       coalesce(sum(amount) filter (where state = 'failed'), 0)::int as failed,
       coalesce(sum(amount) filter (where state = 'not-verified'), 0)::int as "notVerified",
       coalesce(json_object_agg(verdict, amount) filter (where verdict is not null), '{}') as verdicts
     from shown left join counts on run_id = shown.id
     group by shown.id, inputs, started_at, ended_at, exit_code
     order by started_at desc, shown.id desc`,
    [limit, offset],
  );
  return rows;
}

/** The newest run that ended; null when there is none. */
export async function latestRun({ executeSql }: Session): Promise<number | null> {
  const { rows } = await executeSql(
    'select id from reprove.runs where ended_at is not null order by started_at desc, id desc limit 1',
  );
  return rows[0]?.id ?? null;
}

/** The run to compare one with: the one before it of the same inputs, else the one before it; null for the first. */
export async function runBefore({ executeSql }: Session, run: number): Promise<number | null> {
  const { rows } = await executeSql(
    `select earlier.id from reprove.runs as later
     join reprove.runs as earlier on (earlier.started_at, earlier.id) < (later.started_at, later.id)
     where later.id = $1 and earlier.ended_at is not null
     order by earlier.inputs = later.inputs desc, earlier.started_at desc, earlier.id desc limit 1`,
    [run],
  );
  return rows[0]?.id ?? null;
}

/** A dependency that a run came to a result for. */
export interface RunResult {
  name: string;
  version: string;
  resultId: number;
  verdict: VerdictKind;
  summary: string;
  publisher: string | null;
  provenance: string;
}

/** Results of a run, each once, however many inputs named it. */
export async function runResults({ executeSql }: Session, run: number): Promise<RunResult[]> {
  const { rows } = await executeSql(
    `select distinct dependency.name, dependency.version, result_id as "resultId", verdict, summary, publisher, provenance
     from reprove.run_dependencies as dependency
     join reprove.results on results.id = result_id
     join reprove.releases on releases.id = release_id
     where run_id = $1 order by dependency.name, dependency.version, result_id`,
    [run],
  );
  return rows;
}

/** Where the texts of a run's results are, each once. */
export async function runBlobs(
  { executeSql }: Session,
  run: number,
): Promise<{ name: string; version: string; resultId: number; blob: string }[]> {
  const { rows } = await executeSql(
    `select distinct dependency.name, dependency.version, result_id as "resultId", blob
     from reprove.run_dependencies as dependency join reprove.results on results.id = result_id
     where run_id = $1 order by dependency.name, dependency.version, result_id`,
    [run],
  );
  return rows;
}

/** Whether there is such a run. */
export async function runExists({ executeSql }: Session, run: number): Promise<boolean> {
  return (await executeSql('select 1 from reprove.runs where id = $1', [run])).rows.length > 0;
}

/** What of a run could not be verified, once for each release. */
export async function runFailures(
  { executeSql }: Session,
  run: number,
): Promise<{ name: string; version: string; code: string; message: string; exitCode: number }[]> {
  const { rows } = await executeSql(
    `select name, version, min(error_code) as code, min(error_message) as message,
       coalesce(min(error_exit_code), ${exitCodes.inconclusive}) as "exitCode"
     from reprove.run_dependencies where run_id = $1 and state = 'failed'
     group by name, version, integrity order by min(position)`,
    [run],
  );
  return rows;
}
