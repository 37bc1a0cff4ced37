import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { version } from '../../version.js';
import { insert } from './record-parts.js';
import { runDependencies, runs } from './schema.js';
import type { Session } from './session.js';
import { storable, storableOrNull } from './storable.js';

/** A dependency as a run keeps it. */
export interface RunDependency {
  kind: string;
  name: string;
  version: string | null;
  integrity: string | null;
  alias: string | null;
  reference: string | null;
  /** Why it is not verified; null for what is. */
  reason: string | null;
  /** The project itself, or one of its workspaces, asks for it; null where the input doesn't tell. */
  direct: boolean | null;
  /** It is installed without development dependencies too; null where the input doesn't tell. */
  production: boolean | null;
  origin: string;
}

/** What a job is about. */
export interface JobKey {
  name: string;
  version: string;
  integrity: string | null;
}

/** What became of one. */
export type Settlement =
  | { state: 'verified'; resultId: number; reused: boolean }
  | { state: 'failed'; code: string; message: string; exitCode: number };

/** Starts a run and stores what it consists of; those with a `reason` are settled at once as not verified. */
export async function startRun(
  session: Session,
  {
    inputs,
    rules,
    dependencies,
    awaited = true,
  }: { inputs: string; rules: string; dependencies: readonly RunDependency[]; awaited?: boolean },
): Promise<number> {
  const [row] = await session.db
    .insert(runs)
    .values({
      key: randomUUID(),
      inputs: storable(inputs, 1_000),
      rules,
      reprove: version,
      startedAt: new Date(),
      awaited,
    })
    .returning({ id: runs.id });
  const runId = row!.id;
  await insert(
    session,
    runDependencies,
    dependencies.map((dependency, position) => ({
      ...dependency,
      runId,
      position,
      name: storable(dependency.name),
      version: storableOrNull(dependency.version),
      integrity: storableOrNull(dependency.integrity),
      alias: storableOrNull(dependency.alias),
      reference: storableOrNull(dependency.reference),
      reason: storableOrNull(dependency.reason),
      origin: storable(dependency.origin),
      state: dependency.reason === null ? ('waiting' as const) : ('not-verified' as const),
    })),
  );
  return runId;
}

/** Says what became of a dependency, in every run that waits for it. Returns the runs that it was settled in. */
export async function settle(
  { executeSql }: Session,
  { name, version, integrity }: JobKey,
  settlement: Settlement,
): Promise<number[]> {
  const verified = settlement.state === 'verified';
  const { rows } = await executeSql(
    `update reprove.run_dependencies
     set state = $4, result_id = $5, reused = $6, error_code = $7, error_message = $8, error_exit_code = $9, settled_at = now()
     where state = 'waiting' and name = $1 and version = $2 and integrity is not distinct from $3
     returning run_id`,
    [
      storable(name),
      storable(version),
      storableOrNull(integrity),
      settlement.state,
      verified ? settlement.resultId : null,
      verified && settlement.reused,
      verified ? null : settlement.code,
      verified ? null : storable(settlement.message, 1_000),
      verified ? null : settlement.exitCode,
    ],
  );
  return [...new Set(rows.map(({ run_id }) => Number(run_id)))];
}

/** Settles all dependencies of one run that have a current result, in one statement. Returns how many. */
export async function settleReused(
  { executeSql }: Session,
  runId: number,
  found: readonly (JobKey & { resultId: number })[],
): Promise<number> {
  if (found.length === 0) return 0;
  const { rows } = await executeSql(
    `update reprove.run_dependencies as dependency
     set state = 'verified', result_id = found.result_id, reused = true, settled_at = now()
     from unnest($2::text[], $3::text[], $4::text[], $5::bigint[]) as found (name, version, integrity, result_id)
     where dependency.run_id = $1 and dependency.state = 'waiting' and dependency.name = found.name
       and dependency.version = found.version and dependency.integrity is not distinct from found.integrity
     returning dependency.position`,
    [
      runId,
      found.map(({ name }) => storable(name)),
      found.map(({ version }) => storable(version)),
      found.map(({ integrity }) => storableOrNull(integrity)),
      found.map(({ resultId }) => resultId),
    ],
  );
  return rows.length;
}

/** Ends a run. */
export async function endRun({ db }: Session, runId: number, exitCode: number): Promise<void> {
  await db.update(runs).set({ endedAt: new Date(), exitCode }).where(eq(runs.id, runId));
}

/** How far a run is. */
export interface RunCounts {
  waiting: number;
  verified: number;
  reused: number;
  failed: number;
  notVerified: number;
}

export async function runCounts({ executeSql }: Session, runId: number): Promise<RunCounts> {
  const { rows } = await executeSql(
    `select count(*) filter (where state = 'waiting')::int as waiting,
       count(*) filter (where state = 'verified')::int as verified,
       count(*) filter (where reused)::int as reused,
       count(*) filter (where state = 'failed')::int as failed,
       count(*) filter (where state = 'not-verified')::int as "notVerified"
     from reprove.run_dependencies where run_id = $1`,
    [runId],
  );
  return rows[0];
}

/** Locks the runs, of these or of all, that nobody waits for, that have not ended and of which everything is settled: the caller ends them. */
export async function runsToEnd(
  { executeSql }: Session,
  runIds: readonly number[] | null,
): Promise<{ id: number; inputs: string }[]> {
  const { rows } = await executeSql(
    `select id, inputs from reprove.runs where ($1::bigint[] is null or id = any($1::bigint[])) and not awaited and ended_at is null
     and not exists (select 1 from reprove.run_dependencies where run_id = id and state = 'waiting')
     order by id for update skip locked`,
    [runIds],
  );
  return rows;
}
