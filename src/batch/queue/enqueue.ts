import { createHash } from 'node:crypto';
import { currentResults } from '../store/current.js';
import type { Store } from '../store/open.js';
import { type JobKey, type RunDependency, settleReused, startRun } from '../store/runs.js';
import type { Session } from '../store/session.js';
import { storable, storableOrNull } from '../store/storable.js';
import { type NewJob, priorities, queues } from './job.js';
import type { Queue } from './open.js';

/** What a run is of. */
export interface NewRun {
  /** Names of the inputs, as runs are listed by. */
  inputs: string;
  dependencies: readonly RunDependency[];
  /** Version of the rules. */
  rules: string;
  /** Whether the process that starts it waits for it; else it is for workers, whoever they are. */
  waits: boolean;
}

/** A run that was started. */
export interface StartedRun {
  run: number;
  /** Releases to verify, and how many of them are known. */
  releases: number;
  known: number;
  /** How many of the rest were verified before, by other rules. */
  stale: number;
}

/** Starts a run, takes over what is known of it, and puts the rest into the queue: all of it, or nothing. */
export async function startQueuedRun(
  store: Store,
  queue: Queue,
  { inputs, dependencies, rules, waits }: NewRun,
): Promise<StartedRun> {
  const jobs = jobsOf(dependencies);
  return store.transaction(async (session) => {
    const run = await startRun(session, { inputs, rules, dependencies, awaited: waits });
    const found = await currentResults(session, jobs, rules);
    await settleReused(session, run, found);
    const isKnown = new Set(found.map(keyOf));
    const rest = jobs.filter((job) => !isKnown.has(keyOf(job)));
    const added = await newJobs(session, rest, waits ? run : null);
    await queue.add(session, added);
    const stale = added.filter(({ priority }) => priority === priorities.stale).length;
    return { run, releases: jobs.length, known: found.length, stale };
  });
}

/** What a job is about, and the spec that names it where `name@version` doesn't. */
type Asked = JobKey & Pick<NewJob, 'spec'>;

/** What has to be verified of these. */
const jobsOf = (dependencies: readonly RunDependency[]): Asked[] =>
  dependencies.flatMap(({ kind, name, version, integrity, reference, reason }) => {
    if (reason !== null || version === null) return [];
    return [{ name, version, integrity, spec: kind === 'source' ? (reference ?? undefined) : undefined }];
  });

const keyOf = ({ name, version, integrity }: JobKey) => JSON.stringify([name, version, integrity]);

/** Puts what a run still waits for into the queue; what waits there already is left where it is. */
export async function requeue(session: Session, queue: Queue, run: number): Promise<void> {
  const { rows } = await session.executeSql(
    `select distinct name, version, integrity, case when kind = 'source' then reference end as spec
     from reprove.run_dependencies where run_id = $1 and state = 'waiting'`,
    [run],
  );
  const asked = rows.map((row): Asked => ({ ...(row as JobKey), spec: row.spec ?? undefined }));
  await queue.add(session, await newJobs(session, asked, run));
}

/** Keys in one statement. */
const chunk = 5_000;

async function newJobs(session: Session, keys: readonly Asked[], run: number | null): Promise<NewJob[]> {
  const all: NewJob[] = [];
  for (let at = 0; at < keys.length; at += chunk) {
    const some = keys.slice(at, at + chunk);
    const [repositories, stale] = [await repositoriesOf(session, some), await staleOf(session, some)];
    for (const key of some) {
      all.push({
        name: key.name,
        version: key.version,
        integrity: key.integrity,
        spec: key.spec,
        group: groupOf(key.name, repositories.get(key.name)),
        attempt: 0,
        run,
        queue: queues.any,
        priority: stale.has(keyOf(key)) ? priorities.stale : priorities.new,
      });
    }
  }
  return all;
}

/** Where other versions of these came from; a repository's releases share its checkout. */
async function repositoriesOf(
  { executeSql }: Session,
  keys: readonly JobKey[],
): Promise<Map<string, string>> {
  const { rows } = await executeSql(
    `select distinct on (name) name, repository from unnest($1::text[]) as wanted (name)
     join reprove.releases using (name)
     join reprove.results on results.release_id = releases.id
     join reprove.sources on sources.id = results.source_id
     order by name, verified_at desc, results.id desc`,
    [[...new Set(keys.map(({ name }) => storable(name)))]],
  );
  return new Map(rows.map(({ name, repository }) => [name, repository]));
}

/** Which of these were verified before, by other rules. */
async function staleOf({ executeSql }: Session, keys: readonly JobKey[]): Promise<Set<string>> {
  const { rows } = await executeSql(
    `select distinct name, version, integrity from unnest($1::text[], $2::text[], $3::text[]) as wanted (name, version, integrity)
     join reprove.releases using (name, version, integrity)
     join reprove.results on results.release_id = releases.id`,
    [
      keys.map(({ name }) => storable(name)),
      keys.map(({ version }) => storable(version)),
      keys.map(({ integrity }) => storableOrNull(integrity)),
    ],
  );
  return new Set(rows.map((row) => keyOf(row as JobKey)));
}

/** The repository where it is known; else the scope, whose packages often are of one; else the package. */
function groupOf(name: string, repository: string | undefined): string {
  const group = repository ?? (name.startsWith('@') ? name.split('/')[0]! : name);
  return createHash('sha256').update(group).digest('base64url').slice(0, 16);
}
