import { eq } from 'drizzle-orm';
import { ecosystemOfLockfile } from '../../ecosystems.js';
import { provenanceState } from '../../provenance-state.js';
import type { Result } from '../../result.js';
import type { Blobs } from './blobs.js';
import { reusable } from './read-result.js';
import { recordParts } from './record-parts.js';
import { plans, releases, results, sources } from './schema.js';
import type { Session } from './session.js';
import { keyOf, storable, storableOrNull, time } from './storable.js';
import { type MovedTag, observeTag } from './tags.js';

/** A result whose text is in the blobs, so that a row may refer to it. */
export interface KeptResult {
  result: Result;
  blob: string;
  bytes: number;
}

/** How a result came about. */
export interface Recording {
  rules: string;
  /** Name of the worker; null for a batch of one process. */
  worker?: string | null;
  recordedAt?: Date;
}

/** What became of it. */
export interface Recorded {
  id: number;
  /** False where the same work had come to the same before: that row was kept. */
  fresh: boolean;
  movedTags: MovedTag[];
}

/** The first half of storing a result, outside of any transaction. */
export async function keepResult(blobs: Blobs, result: Result): Promise<KeptResult> {
  const { digest, bytes } = await blobs.write(JSON.stringify(result));
  return { result, blob: digest, bytes };
}

/**
 * The second half: rows for the result and all that it names. The same work with the same outcome is stored once; when the same work
 * comes to something else (a tag moved, an attestation went), that is a row of its own.
 */
export async function recordResult(session: Session, kept: KeptResult, how: Recording): Promise<Recorded> {
  const { db } = session;
  const { result } = kept;
  // Pruning waits for whoever is recording, and the other way round.
  await session.executeSql('lock table reprove.results in row exclusive mode');
  const releaseId = await releaseRow(session, result);
  const sourceId = await sourceRow(session, result);
  await planRows(session, result);
  const { key, outcome } = resultKeys(result, how.rules);
  const [inserted] = await db
    .insert(results)
    .values({
      key,
      outcome,
      releaseId,
      sourceId,
      planDigest: planDigest(result),
      rules: how.rules,
      ...concluded(result),
      worker: storableOrNull(how.worker),
      ...(how.recordedAt === undefined ? {} : { recordedAt: how.recordedAt }),
      blob: kept.blob,
      blobBytes: kept.bytes,
    })
    .onConflictDoNothing({ target: [results.key, results.outcome] })
    .returning({ id: results.id });
  const movedTags = await observeTag(session, result);
  if (inserted !== undefined) {
    await recordParts(session, inserted.id, result);
    return { id: inserted.id, fresh: true, movedTags };
  }
  const { rows } = await session.executeSql(
    'select id, verified_at as at from reprove.results where key = $1 and outcome = $2',
    [key, outcome],
  );
  const { id, at } = rows[0];
  const verifiedAt = time(result.verifiedAt) ?? new Date();
  const again = { verifiedAt, blob: kept.blob, blobBytes: kept.bytes };
  if (verifiedAt > at) await db.update(results).set(again).where(eq(results.id, id));
  return { id, fresh: false, movedTags };
}

/** What makes a result the same work, and what makes it the same conclusion. */
function resultKeys(result: Result, rules: string): { key: string; outcome: string } {
  const { release, source, verdict, provenance, findings } = result;
  return {
    key: keyOf(
      ...releaseIdentity(result),
      source?.repository ?? null,
      source?.commit ?? null,
      source?.directory ?? null,
      planDigest(result),
      rules,
    ),
    outcome: keyOf(
      verdict.kind,
      verdict.level,
      verdict.cause?.reason ?? null,
      release.publisher,
      provenanceState(provenance),
      provenance?.commit ?? null,
      JSON.stringify(verdict.unexplained.map(({ path, canAct }) => [path, canAct])),
      JSON.stringify(findings.map(({ severity, fingerprint }) => [severity, fingerprint]).sort()),
    ),
  };
}

const releaseIdentity = ({ release }: Result) =>
  [release.ecosystem, nameOf(release), release.version, release.integrity] as const;

/** Packages are known by their names; what is of another ecosystem by a name that none of them can have: its purl's, without version and qualifiers. */
const nameOf = ({ ecosystem, name, purl }: Result['release']): string =>
  ecosystem === ecosystemOfLockfile().name ? name : purl.replace(/[@?#].*$/, '');

/** One digest for all plans that were run; null when none was. */
function planDigest({ rebuilds }: Result): string | null {
  const digests = rebuilds.map(({ plan }) => plan.digest);
  return digests.length > 1 ? keyOf(...digests) : (digests[0] ?? null);
}

async function releaseRow({ db, executeSql }: Session, result: Result): Promise<number> {
  const { release } = result;
  const key = keyOf(...releaseIdentity(result));
  await db
    .insert(releases)
    .values({
      key,
      ecosystem: storable(release.ecosystem),
      name: storable(nameOf(release)),
      version: storable(release.version),
      integrity: storable(release.integrity),
      publishedAt: time(release.publishedAt),
      publisher: storableOrNull(release.publisher),
    })
    .onConflictDoNothing({ target: releases.key });
  const { rows } = await executeSql('select id from reprove.releases where key = $1', [key]);
  return Number(rows[0].id);
}

async function sourceRow({ db, executeSql }: Session, { source }: Result): Promise<number | null> {
  if (source === null) return null;
  const key = keyOf(source.repository, source.commit, source.directory);
  await db
    .insert(sources)
    .values({
      key,
      repository: storable(source.repository),
      commit: storable(source.commit),
      directory: storable(source.directory),
      commitTime: time(source.commitTime),
    })
    .onConflictDoNothing({ target: sources.key });
  const { rows } = await executeSql('select id from reprove.sources where key = $1', [key]);
  return Number(rows[0].id);
}

async function planRows({ db }: Session, { rebuilds }: Result): Promise<void> {
  const run = new Map(rebuilds.map(({ plan }) => [plan.digest, plan]));
  if (run.size === 0) return;
  const rows = [...run.values()]
    // In one order everywhere, so that two transactions never wait for each other.
    .sort((a, b) => (a.digest < b.digest ? -1 : 1))
    .map(({ digest, ecosystem, summary, tools }) => ({
      digest,
      ecosystem: storable(ecosystem),
      summary: storable(summary),
      tools: storable(tools.map(({ name, version }) => `${name} ${version}`).join(', ')),
    }));
  await db.insert(plans).values(rows).onConflictDoNothing();
}

function concluded(result: Result) {
  const { verdict, source, provenance, comparison } = result;
  return {
    reprove: result.reprove,
    reusable: reusable(result),
    verdict: verdict.kind,
    level: verdict.level,
    summary: storable(verdict.summary, 1_000),
    stage: verdict.cause?.stage ?? null,
    reason: storableOrNull(verdict.cause?.reason),
    evidence: source?.evidence.join(',') ?? '',
    ref: storableOrNull(source?.ref),
    provenance: provenanceState(provenance),
    provenanceCommit: storableOrNull(provenance?.commit),
    entries: comparison?.entries.length ?? result.archive.entries,
    unexplainedEntries: verdict.unexplained.length,
    actingEntries: verdict.unexplained.filter(({ canAct }) => canAct).length,
    seconds: result.seconds,
    verifiedAt: time(result.verifiedAt) ?? new Date(),
  };
}
