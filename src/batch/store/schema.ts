import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  pgSchema,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';

/**
 * The tables as queries see them; `migrations/` makes them, and a test holds the two together. All are in a schema of their own, so
 * that a database may be shared.
 */
const reprove = pgSchema('reprove');

const id = () => bigint({ mode: 'number' }).generatedAlwaysAsIdentity().primaryKey();
const reference = () => bigint({ mode: 'number' });
const time = () => timestamp({ withTimezone: true, mode: 'date' });

/** A published version and the bytes that were read for it: one row for each tarball that was served under a name and version. */
export const releases = reprove.table(
  'releases',
  {
    id: id(),
    /** Digest of ecosystem, name, version and integrity. */
    key: text().notNull().unique(),
    ecosystem: text().notNull(),
    name: text().notNull(),
    version: text().notNull(),
    integrity: text().notNull(),
    publishedAt: time(),
    publisher: text(),
  },
  (table) => [index().on(table.name, table.version), index().on(table.integrity)],
);

/** A repository at a commit, and the folder in it. */
export const sources = reprove.table('sources', {
  id: id(),
  key: text().notNull().unique(),
  repository: text().notNull(),
  commit: text().notNull(),
  directory: text().notNull(),
  commitTime: time(),
});

export const plans = reprove.table('plans', {
  digest: text().primaryKey(),
  ecosystem: text().notNull(),
  summary: text().notNull(),
  tools: text().notNull(),
});

/** What one verification said. The whole of it is in its blob. */
export const results = reprove.table('results', {
  id: id(),
  /** Digest of the release (with its integrity), the source's commit, the plans that were run and the rules. */
  key: text().notNull(),
  /** Digest of what was concluded: the same work may come to something else when the world has changed, as after a tag moved. */
  outcome: text().notNull(),
  releaseId: reference()
    .notNull()
    .references(() => releases.id),
  sourceId: reference().references(() => sources.id),
  planDigest: text(),
  rules: text().notNull(),
  reprove: text().notNull(),
  /** False when this machine was the cause of it, so that it is tried again. */
  reusable: boolean().notNull(),
  verdict: text({
    enum: ['reproduced', 'inert', 'differs', 'suspicious', 'inconclusive'],
  }).notNull(),
  level: text(),
  summary: text().notNull(),
  stage: text(),
  reason: text(),
  /** How the commit was established, joined by commas; '' without a source. */
  evidence: text().notNull(),
  ref: text(),
  provenance: text({ enum: ['none', 'verified', 'refused', 'unchecked'] }).notNull(),
  provenanceCommit: text(),
  entries: integer().notNull(),
  unexplainedEntries: integer().notNull(),
  actingEntries: integer().notNull(),
  seconds: doublePrecision().notNull(),
  verifiedAt: time().notNull(),
  recordedAt: time().notNull().defaultNow(),
  worker: text(),
  blob: text().notNull(),
  blobBytes: bigint({ mode: 'number' }).notNull(),
});

const ofResult = () =>
  reference()
    .notNull()
    .references(() => results.id, { onDelete: 'cascade' });

/** Plans that were run for a result, in that order. */
export const resultPlans = reprove.table(
  'result_plans',
  {
    resultId: ofResult(),
    position: integer().notNull(),
    digest: text()
      .notNull()
      .references(() => plans.digest),
    outcome: text().notNull(),
    failure: text(),
    seconds: doublePrecision().notNull(),
  },
  (table) => [primaryKey({ columns: [table.resultId, table.position] })],
);

export const findings = reprove.table(
  'findings',
  {
    resultId: ofResult(),
    position: integer().notNull(),
    signal: text().notNull(),
    severity: text({ enum: ['info', 'low', 'medium', 'high'] }).notNull(),
    title: text().notNull(),
    path: text(),
    line: integer(),
    message: text().notNull(),
    fingerprint: text().notNull(),
    new: boolean(),
  },
  (table) => [primaryKey({ columns: [table.resultId, table.position] })],
);

/** Entries without evidence, those that could act first; of a very long list only the first, the count is in the result. */
export const unexplained = reprove.table(
  'unexplained',
  {
    resultId: ofResult(),
    position: integer().notNull(),
    path: text().notNull(),
    phantom: boolean().notNull(),
    canAct: boolean().notNull(),
    why: text().notNull(),
    new: boolean(),
  },
  (table) => [primaryKey({ columns: [table.resultId, table.position] })],
);

/** Packages that rebuilds were served. */
export const materials = reprove.table('materials', {
  id: id(),
  key: text().notNull().unique(),
  name: text().notNull(),
  version: text().notNull(),
  integrity: text().notNull(),
});

export const resultMaterials = reprove.table(
  'result_materials',
  {
    resultId: ofResult(),
    materialId: reference()
      .notNull()
      .references(() => materials.id),
  },
  (table) => [primaryKey({ columns: [table.resultId, table.materialId] })],
);

/** Attestations that the registry had of a release when it was verified, and what of them held. */
export const attestations = reprove.table(
  'attestations',
  {
    resultId: ofResult(),
    position: integer().notNull(),
    kind: text().notNull(),
    predicateType: text(),
    status: text().notNull(),
    reason: text(),
    issuer: text(),
    signer: text(),
    repository: text(),
    commit: text(),
  },
  (table) => [primaryKey({ columns: [table.resultId, table.position] })],
);

/** Commits that tags were seen at, by whichever machine; a tag with two rows has moved. */
export const tagObservations = reprove.table('tag_observations', {
  key: text().primaryKey(),
  repository: text().notNull(),
  tag: text().notNull(),
  commit: text().notNull(),
  firstSeenAt: time().notNull(),
  lastSeenAt: time().notNull(),
});

/** One batch. */
export const runs = reprove.table('runs', {
  id: id(),
  /** The same wherever the run is imported. */
  key: text().notNull().unique(),
  /** What was asked for, as a person reads it: the inputs' names. */
  inputs: text().notNull(),
  rules: text().notNull(),
  reprove: text().notNull(),
  startedAt: time().notNull(),
  endedAt: time(),
  exitCode: integer(),
  /** The process that started it waits for it, and ends it; else whoever settles the last of it does. */
  awaited: boolean().notNull().default(true),
});

/** What a run consists of: a row for each dependency of its inputs, with what became of it. */
export const runDependencies = reprove.table(
  'run_dependencies',
  {
    runId: reference()
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    position: integer().notNull(),
    /** `registry`, or what else the dependency is (`git`, `tarball`, `folder`, `workspace`). */
    kind: text().notNull(),
    name: text().notNull(),
    version: text(),
    integrity: text(),
    alias: text(),
    reference: text(),
    /** Why it is not verified. */
    reason: text(),
    /** Null where the input doesn't tell. */
    direct: boolean(),
    production: boolean(),
    /** Input and place in it. */
    origin: text().notNull(),
    state: text({ enum: ['waiting', 'verified', 'failed', 'not-verified'] }).notNull(),
    resultId: reference().references(() => results.id),
    /** The result is of an earlier verification. */
    reused: boolean().notNull().default(false),
    errorCode: text(),
    errorMessage: text(),
    settledAt: time(),
    errorExitCode: integer(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.position] })],
);

/** Processes that take jobs from the queue. */
export const workers = reprove.table('workers', {
  name: text().primaryKey(),
  host: text().notNull(),
  pid: integer().notNull(),
  reprove: text().notNull(),
  concurrency: integer().notNull(),
  /** Takes jobs too that ran out of memory elsewhere. */
  large: boolean().notNull(),
  /** Takes jobs too that lacked a compiler elsewhere. */
  native: boolean().notNull().default(true),
  startedAt: time().notNull().defaultNow(),
  /** Of the database's clock, as all that is decided by it. */
  seenAt: time().notNull().defaultNow(),
  stoppedAt: time(),
});

/** Which worker has a job that was taken from the queue. Whoever has the lease, and nobody else, may say what became of the job. */
export const jobLeases = reprove.table(
  'job_leases',
  {
    jobId: uuid().primaryKey(),
    queue: text().notNull(),
    worker: text()
      .notNull()
      .references(() => workers.name, { onDelete: 'cascade' }),
    takenAt: time().notNull().defaultNow(),
    /** Null while it waits behind others of its group. */
    begunAt: time(),
  },
  (table) => [index().on(table.worker)],
);
