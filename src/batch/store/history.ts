import type { VerdictKind } from '../../judge/schema.js';
import type { Session } from './session.js';
import { storable } from './storable.js';

/** One result of a package, as a list shows it. */
export interface HistoryEntry {
  resultId: number;
  version: string;
  integrity: string;
  publishedAt: Date | null;
  publisher: string | null;
  verdict: VerdictKind;
  level: string | null;
  summary: string;
  repository: string | null;
  commit: string | null;
  ref: string | null;
  provenance: string;
  highFindings: number;
  rules: string;
  verifiedAt: Date;
  blob: string;
}

/** Results of a package, newest first. */
export async function history(
  { executeSql }: Session,
  name: string,
  { limit, offset = 0 }: { limit: number; offset?: number },
): Promise<{ entries: HistoryEntry[]; total: number }> {
  const { rows } = await executeSql(
    `select results.id as "resultId", version, integrity, published_at as "publishedAt", publisher, verdict, level, summary,
       repository, commit, ref, provenance, rules, verified_at as "verifiedAt", blob,
       (select count(*)::int from reprove.findings where result_id = results.id and severity = 'high') as "highFindings"
     from reprove.releases
     join reprove.results on results.release_id = releases.id
     left join reprove.sources on sources.id = results.source_id
     where name = $1
     order by verified_at desc, results.id desc limit $2 offset $3`,
    [storable(name), limit, offset],
  );
  const total = await executeSql(
    `select count(*)::int as total from reprove.releases
     join reprove.results on results.release_id = releases.id where name = $1`,
    [storable(name)],
  );
  return { entries: rows, total: total.rows[0].total };
}
