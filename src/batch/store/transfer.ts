import { z } from 'zod';
import { resultSchema } from '../../result.js';
import { StoreError } from './error.js';
import type { Store } from './open.js';
import { keepResult, recordResult } from './record.js';
import { insert } from './record-parts.js';
import { runDependencies, runs } from './schema.js';
import type { Session } from './session.js';
import { keyOf } from './storable.js';
import { rememberTag } from './tags.js';

/** Version of the lines that are written. */
const transferVersion = 1;

const date = z.coerce.date();
const resultName = z.object({ key: z.string(), outcome: z.string() });
const dependencySchema = z.object({
  position: z.int(),
  kind: z.string(),
  name: z.string(),
  version: z.string().nullable(),
  integrity: z.string().nullable(),
  alias: z.string().nullable(),
  reference: z.string().nullable(),
  reason: z.string().nullable(),
  direct: z.boolean().nullable(),
  production: z.boolean().nullable(),
  origin: z.string(),
  state: z.enum(['waiting', 'verified', 'failed', 'not-verified']),
  reused: z.boolean(),
  errorCode: z.string().nullable(),
  errorMessage: z.string().nullable(),
  // Absent from exports of before there was one.
  errorExitCode: z.int().nullish(),
  settledAt: date.nullable(),
  result: resultName.nullable(),
});

/** One line of an export. A result is the whole report, from which its rows are made again. */
const lineSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reprove-export'), version: z.literal(transferVersion) }),
  z.object({
    kind: z.literal('result'),
    ...resultName.shape,
    rules: z.string(),
    worker: z.string().nullable(),
    recordedAt: date,
    result: resultSchema,
  }),
  z.object({
    kind: z.literal('run'),
    key: z.string(),
    inputs: z.string(),
    rules: z.string(),
    reprove: z.string(),
    startedAt: date,
    endedAt: date.nullable(),
    exitCode: z.int().nullable(),
    dependencies: z.array(dependencySchema),
  }),
  z.object({
    kind: z.literal('tag'),
    repository: z.string(),
    tag: z.string(),
    commit: z.string(),
    firstSeenAt: date,
    lastSeenAt: date,
  }),
]);
type TransferLine = z.infer<typeof lineSchema>;

/** How much was read or written. */
export interface Transferred {
  results: number;
  runs: number;
  tags: number;
}

/** Everything in a store as lines of JSON, each on its own; oldest results first. Throws when a report is missing or damaged. */
export async function* exportLines(store: Store): AsyncGenerator<string> {
  const text = (line: TransferLine) => JSON.stringify(line);
  yield text({ kind: 'reprove-export', version: transferVersion });
  for await (const row of pages(store, 'select * from reprove.results where id > $1 order by id limit 100')) {
    const { key, outcome, rules, worker, recorded_at: recordedAt } = row;
    const json = await store.blobs.read(row.blob);
    if (json === null) throw missing(row.blob);
    yield text({ kind: 'result', key, outcome, rules, worker, recordedAt, result: JSON.parse(json) });
  }
  for await (const row of pages(store, 'select * from reprove.runs where id > $1 order by id limit 20')) {
    const { key, inputs, rules, reprove, started_at, ended_at, exit_code } = row;
    const dependencies = await dependenciesOf(store, row.id);
    const times = { startedAt: started_at, endedAt: ended_at, exitCode: exit_code };
    yield text({ kind: 'run', key, inputs, rules, reprove, ...times, dependencies });
  }
  const { rows } = await store.executeSql(
    `select repository, tag, commit, first_seen_at as "firstSeenAt", last_seen_at as "lastSeenAt"
     from reprove.tag_observations order by key`,
  );
  for (const row of rows) yield text({ kind: 'tag', ...row });
}

async function* pages({ executeSql }: Session, sql: string) {
  for (let last = 0; ; ) {
    const { rows } = await executeSql(sql, [last]);
    if (rows.length === 0) return;
    yield* rows;
    last = Number(rows.at(-1).id);
  }
}

async function dependenciesOf({ executeSql }: Session, run: number) {
  const { rows } = await executeSql(
    `select position, kind, name, version, integrity, alias, reference, dependency.reason, direct, production, origin, state, reused,
       error_code as "errorCode", error_message as "errorMessage", error_exit_code as "errorExitCode", settled_at as "settledAt", results.key, results.outcome
     from reprove.run_dependencies as dependency left join reprove.results on results.id = result_id
     where run_id = $1 order by position`,
    [run],
  );
  return rows.map(({ key, outcome, ...rest }) => ({
    ...rest,
    result: key === null ? null : { key, outcome },
  }));
}

/**
 * Reads what `exportLines` wrote into a store that may hold something already: what is there stays, and is not stored twice. Each line is
 * a transaction, so that an interrupted import is taken up by another. Throws `E_TRANSFER` naming the line that is none.
 */
export async function importLines(store: Store, lines: AsyncIterable<string>): Promise<Transferred> {
  const done: Transferred = { results: 0, runs: 0, tags: 0 };
  const ids = new Map<string, number>();
  let number = 0;
  for await (const text of lines) {
    number += 1;
    if (text.trim() === '') continue;
    const line = parse(text, number);
    if (number === 1 && line.kind !== 'reprove-export')
      throw notOurs(1, 'it does not begin as an export does');
    if (line.kind === 'result') {
      const kept = await keepResult(store.blobs, line.result);
      const { id } = await store.transaction((session) => recordResult(session, kept, line));
      ids.set(nameOf(line), id);
      done.results += 1;
    } else if (line.kind === 'run') {
      await store.transaction((session) => importRun(session, line, ids, number));
      done.runs += 1;
    } else if (line.kind === 'tag') {
      await rememberTag(store, keyOf(line.repository, line.tag, line.commit), line);
      done.tags += 1;
    }
  }
  return done;
}

function parse(text: string, number: number): TransferLine {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw notOurs(number, 'it is no JSON');
  }
  const line = lineSchema.safeParse(json);
  if (line.success) return line.data;
  const [issue] = line.error.issues;
  throw notOurs(number, `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
}

const nameOf = ({ key, outcome }: z.infer<typeof resultName>): string => `${key} ${outcome}`;

async function importRun(
  session: Session,
  { dependencies, kind: _, ...run }: Extract<TransferLine, { kind: 'run' }>,
  ids: ReadonlyMap<string, number>,
  number: number,
): Promise<void> {
  const [row] = await session.db
    .insert(runs)
    .values(run)
    .onConflictDoNothing({ target: runs.key })
    .returning({ id: runs.id });
  if (row === undefined) return;
  const all = dependencies.map(({ result, ...dependency }) => {
    const resultId = result === null ? null : ids.get(nameOf(result));
    if (resultId === undefined) throw notOurs(number, `the result of ${dependency.name} is not in the file`);
    return { ...dependency, runId: row.id, resultId };
  });
  await insert(session, runDependencies, all);
}

const missing = (digest: string): StoreError =>
  new StoreError({
    code: 'E_BLOB_MISSING',
    message: `the stored report ${digest} is missing`,
    hint: 'Bring it back from a backup, or give the same --state folder or bucket that the results were recorded with.',
  });

const notOurs = (number: number, why: string): StoreError =>
  new StoreError({
    code: 'E_TRANSFER',
    message: `line ${number} is not of an export of this version: ${why}`,
    hint: 'Give a file that `reprove db export` of the same version wrote.',
  });
