import { z } from 'zod';
import { changes } from '../batch/store/changes.js';
import { history } from '../batch/store/history.js';
import type { Store } from '../batch/store/open.js';
import { listRuns, runExists, runFailures } from '../batch/store/run-list.js';
import { type Result, resultSchema } from '../result.js';
import { notFound } from './error.js';

/** Rows on a page, and how far pages go. */
export const pageSchema = z.object({
  page: z.coerce.number().int().min(1).max(100_000).default(1).describe('1 is the first.'),
  limit: z.coerce.number().int().min(1).max(100).default(50).describe('Rows on a page.'),
});
type Page = z.infer<typeof pageSchema>;
const offsetOf = ({ page, limit }: Page) => (page - 1) * limit;

const count = async ({ executeSql }: Store, sql: string, values: unknown[] = []): Promise<number> =>
  Number((await executeSql(sql, values)).rows[0]?.count);

/** Runs, newest first. */
export async function runsPage(store: Store, page: Page) {
  const runs = await listRuns(store, { limit: page.limit, offset: offsetOf(page) });
  return { runs, total: await count(store, 'select count(*)::int as count from reprove.runs') };
}

/** What a run consists of, those that matter most first. */
export async function runPage(store: Store, id: number, page: Page) {
  if (!(await runExists(store, id))) throw notFound(`run ${id}`);
  const { rows: dependencies } = await store.executeSql(
    `select position, kind, name, dependency.version, alias, dependency.reason, state, reused, error_code as "errorCode", error_message as "errorMessage",
       result_id as "resultId", verdict, level, results.summary
     from reprove.run_dependencies as dependency left join reprove.results on results.id = result_id
     where run_id = $1
     order by array_position(array['suspicious','differs',null,'inconclusive','inert','reproduced'], verdict),
       array_position(array['failed','waiting','not-verified'], state), name, dependency.version limit $2 offset $3`,
    [id, page.limit, offsetOf(page)],
  );
  const total = await count(
    store,
    'select count(*)::int as count from reprove.run_dependencies where run_id = $1',
    [id],
  );
  const { rows } = await store.executeSql(
    'select id, inputs, rules, started_at as "startedAt", ended_at as "endedAt", exit_code as "exitCode" from reprove.runs where id = $1',
    [id],
  );
  return { run: rows[0], dependencies, total, failures: (await runFailures(store, id)).length };
}

/** What changed from one run to another. */
export async function changesPage(store: Store, since: number, run: number) {
  for (const id of [since, run]) if (!(await runExists(store, id))) throw notFound(`run ${id}`);
  return { since, run, changes: await changes(store, since, run) };
}

/** Packages by name, with the newest result of each; `search` is part of the name. */
export async function packagesPage(store: Store, { search, ...page }: Page & { search: string }) {
  const like = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
  const { rows: packages } = await store.executeSql(
    `select distinct on (name) name, version, verdict, level, summary, results.id as "resultId", verified_at as "verifiedAt"
     from reprove.releases join reprove.results on results.release_id = releases.id
     where name ilike $1 order by name, verified_at desc, results.id desc limit $2 offset $3`,
    [like, page.limit, offsetOf(page)],
  );
  const total = await count(
    store,
    `select count(distinct name)::int as count from reprove.releases
     join reprove.results on results.release_id = releases.id where name ilike $1`,
    [like],
  );
  return { packages, total };
}

/** Results of a package, newest first. */
export async function packagePage(store: Store, name: string, page: Page) {
  const found = await history(store, name, { limit: page.limit, offset: offsetOf(page) });
  if (found.total === 0) throw notFound('result of this package');
  return { name, results: found.entries.map(({ blob: _, ...entry }) => entry), total: found.total };
}

/** What findings are filtered by. */
export const findingsSchema = pageSchema.extend({
  signal: z.string().max(100).default(''),
  severity: z.enum(['', 'info', 'low', 'medium', 'high']).default(''),
  package: z.string().max(214).default(''),
});

/** Findings of the newest result of each release, newest first. */
export async function findingsPage(store: Store, query: z.infer<typeof findingsSchema>) {
  const values = [query.signal, query.severity, query.package];
  const from = `from (
      select distinct on (release_id) id, release_id, verified_at, verdict from reprove.results
      order by release_id, verified_at desc, id desc
    ) as newest
    join reprove.releases on releases.id = newest.release_id
    join reprove.findings on findings.result_id = newest.id
    where ($1 = '' or signal = $1) and ($2 = '' or severity = $2) and ($3 = '' or name = $3)`;
  const { rows: findings } = await store.executeSql(
    `select name, version, newest.id as "resultId", verdict, signal, severity, title, path, line, message, new ${from}
     order by verified_at desc, newest.id desc, position limit $4 offset $5`,
    [...values, query.limit, offsetOf(query)],
  );
  const total = await count(store, `select count(*)::int as count ${from}`, values);
  const { rows } = await store.executeSql('select distinct signal from reprove.findings order by signal');
  return { findings, total, signals: rows.map(({ signal }) => String(signal)) };
}

/** The whole report of a result. */
export async function storedResult(store: Store, id: number): Promise<Result> {
  const { rows } = await store.executeSql('select blob from reprove.results where id = $1', [id]);
  if (rows.length === 0) throw notFound(`result ${id}`);
  const text = await store.blobs.read(rows[0].blob);
  if (text === null) throw notFound(`report of result ${id}: its text is gone`);
  return resultSchema.parse(JSON.parse(text));
}

/** Newest result of a package, or of a version of it. */
export async function newestResult(store: Store, name: string, version: string | null) {
  const { rows } = await store.executeSql(
    `select results.id as "resultId", version, verdict, level from reprove.releases
     join reprove.results on results.release_id = releases.id
     where name = $1 and ($2::text is null or version = $2)
     order by verified_at desc, results.id desc limit 1`,
    [name, version],
  );
  return rows[0] ?? null;
}

/** How it stands: totals of newest results, and what the last runs came to. */
export async function overview(store: Store) {
  const { rows } = await store.executeSql(
    `select verdict, count(*)::int as amount from (
       select distinct on (release_id) verdict from reprove.results order by release_id, verified_at desc, id desc
     ) as newest group by verdict`,
  );
  const verdicts = Object.fromEntries(rows.map(({ verdict, amount }) => [verdict, Number(amount)]));
  const runs = await listRuns(store, { limit: 30 });
  return { verdicts: verdicts as Partial<Record<Result['verdict']['kind'], number>>, runs };
}
