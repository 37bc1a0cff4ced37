import type { PgTable } from 'drizzle-orm/pg-core';
import type { Attestation } from '../../provenance.js';
import type { Result } from '../../result.js';
import { attestations, findings, resultPlans, unexplained } from './schema.js';
import type { Session } from './session.js';
import { keyOf, storable, storableOrNull } from './storable.js';

/** Rows of a list that are stored; a release can name a million. The counts in the result are of all. */
const listed = 2_000;

/** Rows in one statement; PostgreSQL takes 65,535 values. */
const chunk = 1_000;

/** Stores all rows that belong to one result. */
export async function recordParts(session: Session, resultId: number, result: Result): Promise<void> {
  await insert(session, findings, findingRows(resultId, result));
  await insert(session, unexplained, unexplainedRows(resultId, result));
  await insert(session, attestations, attestationRows(resultId, result));
  await insert(session, resultPlans, planRows(resultId, result));
  await recordMaterials(session, resultId, result);
}

/** Inserts any number of rows. */
export async function insert<T extends PgTable>(
  { db }: Session,
  table: T,
  rows: readonly T['$inferInsert'][],
): Promise<void> {
  for (let at = 0; at < rows.length; at += chunk) {
    await db.insert(table).values(rows.slice(at, at + chunk) as T['$inferInsert'][]);
  }
}

const findingRows = (resultId: number, result: Result) =>
  result.findings.slice(0, listed).map((finding, position) => ({
    resultId,
    position,
    signal: finding.signal,
    severity: finding.severity,
    title: storable(finding.title),
    path: storableOrNull(finding.path),
    line: finding.line,
    message: storable(finding.message, 1_000),
    fingerprint: finding.fingerprint,
    new: finding.new,
  }));

function unexplainedRows(resultId: number, { verdict, comparison }: Result) {
  const phantoms = new Set(comparison?.entries.filter(({ phantom }) => phantom).map(({ path }) => path));
  return verdict.unexplained
    .toSorted((a, b) => Number(b.canAct) - Number(a.canAct))
    .slice(0, listed)
    .map(({ path, canAct, why, new: isNew }, position) => ({
      resultId,
      position,
      path: storable(path),
      phantom: phantoms.has(path),
      canAct,
      why: storable(why),
      new: isNew,
    }));
}

const attestationRows = (resultId: number, { provenance }: Result) =>
  (provenance?.attestations ?? []).slice(0, listed).map((attestation, position) => ({
    resultId,
    position,
    kind: attestation.kind,
    predicateType: storableOrNull(attestation.predicateType),
    status: attestation.outcome.status,
    reason: attestation.outcome.status === 'refused' ? attestation.outcome.reason : null,
    ...signedBy(attestation),
    repository: storableOrNull(attestation.build?.repository),
    commit: storableOrNull(attestation.build?.commit),
  }));

function signedBy({ signer }: Attestation) {
  if (signer === null) return { issuer: null, signer: null };
  return signer.kind === 'key'
    ? { issuer: null, signer: storable(signer.id) }
    : { issuer: storable(signer.issuer), signer: storable(signer.identity) };
}

const planRows = (resultId: number, { rebuilds }: Result) =>
  rebuilds.map(({ plan, outcome, failure, wallSeconds }, position) => ({
    resultId,
    position,
    digest: plan.digest,
    outcome,
    failure: storableOrNull(failure?.cause),
    seconds: wallSeconds,
  }));

async function recordMaterials(
  { executeSql }: Session,
  resultId: number,
  { rebuilds }: Result,
): Promise<void> {
  const all = rebuilds.flatMap(({ materials, toolMaterials }) => [...materials, ...toolMaterials]);
  const byKey = new Map(
    all.map(({ name, version, integrity }) => [
      keyOf(name, version, integrity),
      [storable(name), storable(version), storable(integrity)] as const,
    ]),
  );
  if (byKey.size === 0) return;
  // In one order everywhere, so that two transactions never wait for each other.
  const keys = [...byKey.keys()].sort();
  const column = (at: 0 | 1 | 2) => keys.map((key) => byKey.get(key)![at]);
  await executeSql(
    `insert into reprove.materials (key, name, version, integrity)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[]) on conflict (key) do nothing`,
    [keys, column(0), column(1), column(2)],
  );
  await executeSql(
    `insert into reprove.result_materials (result_id, material_id)
     select $1::bigint, id from reprove.materials where key = any($2::text[]) on conflict do nothing`,
    [resultId, keys],
  );
}
