import type { VerdictKind } from '../../judge/schema.js';
import { type RunResult, runResults } from './run-list.js';
import type { Session } from './session.js';

/** What is otherwise in a later run. `before` is the version that the earlier run had; null for a dependency that it had not. */
export type Change = { name: string; version: string; before: string | null } & (
  | {
      kind: 'verdict';
      direction: 'worse' | 'better';
      from: VerdictKind | null;
      to: VerdictKind;
      summary: string;
    }
  | { kind: 'phantoms'; paths: string[] }
  | { kind: 'publisher'; from: string; to: string }
  | { kind: 'provenance-lost'; now: string }
  | { kind: 'tag-moved'; repository: string; tag: string; commits: string[] }
);

/** Verdicts from best to worst; what could not be judged is worse than what is known to be harmless. */
const worst: readonly VerdictKind[] = ['reproduced', 'inert', 'inconclusive', 'differs', 'suspicious'];
const rank = (verdict: VerdictKind): number => worst.indexOf(verdict);

/** What changed from one run to a later one, by name. */
export async function changes(session: Session, since: number, run: number): Promise<Change[]> {
  const pairs = paired(await runResults(session, since), await runResults(session, run));
  const phantoms = await newPhantoms(session, pairs);
  const moved = await movedTags(session, since, run);
  return pairs.flatMap(({ earlier, later }) => {
    const which = { name: later.name, version: later.version, before: earlier?.version ?? null };
    const paths = phantoms.get(later.resultId) ?? [];
    const tag = moved.get(later.resultId);
    const all: Change[] = [...verdictChange(which, earlier, later)];
    if (paths.length > 0) all.push({ ...which, kind: 'phantoms', paths });
    if (earlier?.publisher != null && later.publisher !== null && earlier.publisher !== later.publisher)
      all.push({ ...which, kind: 'publisher', from: earlier.publisher, to: later.publisher });
    if (earlier?.provenance === 'verified' && (later.provenance === 'none' || later.provenance === 'refused'))
      all.push({ ...which, kind: 'provenance-lost', now: later.provenance });
    if (tag !== undefined) all.push({ ...which, kind: 'tag-moved', ...tag });
    return all;
  });
}

/** A new dependency has got worse than nothing when it doesn't pass. */
function verdictChange(
  which: { name: string; version: string; before: string | null },
  earlier: RunResult | null,
  later: RunResult,
): Change[] {
  const from = earlier?.verdict ?? null;
  const was = from === null ? rank('inert') : rank(from);
  const is = rank(later.verdict);
  if (is === was || (from === null && is < was)) return [];
  const direction = is > was ? 'worse' : 'better';
  return [{ ...which, kind: 'verdict', direction, from, to: later.verdict, summary: later.summary }];
}

interface Pair {
  earlier: RunResult | null;
  later: RunResult;
}

/** The same version where both have it; else an earlier version that the later run no longer has, else any of that name. */
function paired(earlier: readonly RunResult[], later: readonly RunResult[]): Pair[] {
  const byName = new Map<string, RunResult[]>();
  for (const one of earlier) byName.set(one.name, [...(byName.get(one.name) ?? []), one]);
  const kept = new Set(later.map(({ name, version }) => `${name}@${version}`));
  return later.map((one) => {
    const candidates = byName.get(one.name) ?? [];
    const same = candidates.find(({ version }) => version === one.version);
    const gone = candidates.findLast(({ name, version }) => !kept.has(`${name}@${version}`));
    return { later: one, earlier: same ?? gone ?? candidates.at(-1) ?? null };
  });
}

/** Phantoms of each later result that its earlier one had not, by path; of a dependency that is new, none. */
async function newPhantoms(session: Session, pairs: readonly Pair[]): Promise<Map<number, string[]>> {
  const both = pairs.filter(({ earlier, later }) => earlier !== null && earlier.resultId !== later.resultId);
  const { rows } = await session.executeSql(
    `select later.id, array_agg(path order by position) as paths
     from unnest($1::bigint[], $2::bigint[]) as later (id, earlier_id)
     join reprove.unexplained on result_id = later.id and phantom
     where not exists (
       select 1 from reprove.unexplained as old where old.result_id = later.earlier_id and old.path = unexplained.path
     )
     group by later.id`,
    [both.map(({ later }) => later.resultId), both.map(({ earlier }) => earlier!.resultId)],
  );
  return new Map(rows.map(({ id, paths }) => [Number(id), paths]));
}

/** Tags that results of a run come from and that were first seen at another commit since the earlier run began. */
async function movedTags(session: Session, since: number, run: number) {
  const { rows } = await session.executeSql(
    `select dependency.result_id as id, min(seen.repository) as repository, min(tag) as tag,
       array_agg(distinct seen.commit) as commits
     from reprove.run_dependencies as dependency
     join reprove.results on results.id = dependency.result_id
     join reprove.sources on sources.id = results.source_id
     join reprove.tag_observations as seen on seen.repository = sources.repository and seen.tag = results.ref
     where run_id = $2
     group by dependency.result_id
     having count(distinct seen.commit) > 1
       and max(seen.first_seen_at) >= (select started_at from reprove.runs where id = $1)`,
    [since, run],
  );
  return new Map<number, { repository: string; tag: string; commits: string[] }>(
    rows.map(({ id, ...tag }) => [Number(id), tag]),
  );
}
