import type { Store } from './open.js';
import type { Session } from './session.js';

/** What is to stay. */
export interface Keep {
  /** Runs since then, and results verified since then. */
  since?: Date | undefined;
  /** This many of the newest runs. */
  runs?: number | undefined;
}

/** How much was removed. */
export interface Pruned {
  runs: number;
  results: number;
  blobs: number;
}

/** Milliseconds that a blob may wait for the row that refers to it. */
const settling = 3_600_000;

class Rehearsed extends Error {
  constructor(readonly pruned: Omit<Pruned, 'blobs'>) {
    super('rehearsed');
  }
}

/**
 * Removes old runs, and results that neither a run that stays refers to nor is the newest of a release that such a run names; then what
 * only those referred to, and blobs that nothing refers to. A run that is still open is never removed by count alone.
 *
 * @param rehearse - count only, and change nothing; blobs are not looked at then.
 */
export async function prune(store: Store, keep: Keep, rehearse = false): Promise<Pruned> {
  const rows = await store
    .transaction(async (session) => {
      const pruned = await pruneRows(session, keep);
      if (rehearse) throw new Rehearsed(pruned);
      return pruned;
    })
    .catch((error: unknown) => {
      if (error instanceof Rehearsed) return error.pruned;
      throw error;
    });
  return { ...rows, blobs: rehearse ? 0 : await sweepBlobs(store) };
}

async function pruneRows({ executeSql }: Session, { since, runs }: Keep): Promise<Omit<Pruned, 'blobs'>> {
  // Whoever records waits, so that nothing is removed that a row is about to refer to.
  await executeSql('lock table reprove.results in share row exclusive mode');
  const removedRuns = await executeSql(
    `delete from reprove.runs where
       ($1::timestamptz is null or started_at < $1)
       and ($2::int is null or (ended_at is not null and id not in (
         select id from reprove.runs order by started_at desc, id desc limit $2)))
     returning id`,
    [since ?? null, runs ?? null],
  );
  const removedResults = await executeSql(
    `delete from reprove.results as old where
       ($1::timestamptz is null or verified_at < $1)
       and not exists (select 1 from reprove.run_dependencies where result_id = old.id)
       and not (
         id = (select id from reprove.results as newest where newest.release_id = old.release_id
               order by verified_at desc, id desc limit 1)
         and exists (
           select 1 from reprove.releases join reprove.run_dependencies as used using (name, version)
           where releases.id = old.release_id))
     returning id`,
    [since ?? null],
  );
  await executeSql(`
    delete from reprove.releases where not exists (select 1 from reprove.results where release_id = releases.id);
    delete from reprove.sources where not exists (select 1 from reprove.results where source_id = sources.id);
    delete from reprove.plans where not exists (select 1 from reprove.result_plans where digest = plans.digest);
    delete from reprove.materials where not exists
      (select 1 from reprove.result_materials where material_id = materials.id)`);
  return { runs: removedRuns.rows.length, results: removedResults.rows.length };
}

async function sweepBlobs(store: Store): Promise<number> {
  let removed = 0;
  let some: string[] = [];
  const sweep = async () => {
    const { rows } = await store.executeSql(
      'select distinct blob from reprove.results where blob = any($1::text[])',
      [some],
    );
    const wanted = new Set(rows.map(({ blob }) => blob));
    for (const digest of some.filter((one) => !wanted.has(one))) {
      await store.blobs.remove(digest);
      removed += 1;
    }
    some = [];
  };
  for await (const { digest, writtenAt } of store.blobs.list()) {
    if (Date.now() - writtenAt.getTime() > settling) some.push(digest);
    if (some.length === 1_000) await sweep();
  }
  if (some.length > 0) await sweep();
  return removed;
}
