import type { ComparedEntry, Difference, Evidence } from '../../src/compare/schema.js';
import type { DiffResult } from '../../src/diff/result.js';
import { diffSchemaVersion } from '../../src/diff/version.js';
import type { Finding } from '../../src/judge/schema.js';
import { type Result, resultSchemaVersion } from '../../src/result.js';
import type { Plan, Rebuild, RecordedStep } from '../../src/sandbox/schema.js';
import type { Source } from '../../src/source/schema.js';

const commit = '0123456789abcdef0123456789abcdef01234567';

/** A release entry; by default one that the source has at the same path. */
export function comparedEntry(path: string, fields: Partial<ComparedEntry> = {}): ComparedEntry {
  const evidence: Evidence = { kind: 'source', path, mapping: null };
  return {
    path,
    size: 1_000,
    mode: 0o644,
    sha256: '0'.repeat(64),
    evidence,
    phantom: false,
    difference: null,
    ...fields,
  };
}

/** An entry that nothing accounts for and that has a counterpart. */
export function differingEntry(
  path: string,
  lines: Difference['lines'],
  fields: Partial<Difference> = {},
): ComparedEntry {
  const difference: Difference = {
    against: 'rebuild',
    kind: 'text',
    summary: '1 line added, 1 removed',
    lines,
    truncated: false,
    ...fields,
  };
  return comparedEntry(path, { evidence: { kind: 'none' }, difference });
}

/** A finding about one entry. */
export function finding(fields: Partial<Finding> = {}): Finding {
  return {
    signal: 'install-script-added',
    title: 'Install script added',
    docs: 'docs/signals/install-script-added.md',
    severity: 'high',
    path: 'package.json',
    line: 12,
    excerpt: '"postinstall": "node x.js"',
    message: 'the release runs a script that its source does not have',
    fingerprint: 'f'.repeat(64),
    new: null,
    ...fields,
  };
}

/** The source of the release that `result` is about. */
export function source(fields: Partial<Source> = {}): Source {
  return {
    repository: 'https://git.example/team/tiny',
    mirroredFrom: null,
    commit,
    ref: 'refs/tags/v1.2.3',
    commitTime: '2026-01-02T03:04:05.000Z',
    directory: '',
    directoryEvidence: 'manifest-name',
    evidence: ['tag'],
    reachable: true,
    candidates: [
      {
        commit,
        evidence: ['tag'],
        ref: 'refs/tags/v1.2.3',
        directory: '',
        score: 1,
        matched: 3,
        files: 3,
        versionAgrees: true,
        nameAgrees: true,
      },
    ],
    ...fields,
  };
}

/** A small npm plan. */
export function plan(fields: Partial<Plan> = {}): Plan {
  return {
    ecosystem: 'npm',
    digest: 'd'.repeat(64),
    rank: 1,
    summary: 'npm ci, prepare, npm pack',
    tools: [
      { name: 'node', version: '22.11.0', reason: '.nvmrc' },
      { name: 'npm', version: '10.9.2', reason: 'packageManager' },
    ],
    directory: '',
    environment: {},
    edits: [],
    steps: [
      {
        name: 'install',
        phase: 'install',
        command: ['npm', 'ci', '--ignore-scripts'],
        directory: '',
        environment: {},
        network: 'registry',
        optional: false,
        reason: 'package-lock.json is at the revision',
      },
      {
        name: 'pack',
        phase: 'pack',
        command: ['npm', 'pack'],
        directory: '',
        environment: {},
        network: 'none',
        optional: false,
        reason: 'makes the tarball',
      },
    ],
    output: '.out',
    lockfile: 'package-lock.json',
    before: '2026-01-02T03:04:05.000Z',
    omitted: [],
    pressesOn: false,
    remedies: null,
    against: [],
    recipe: null,
    reasons: ['package-lock.json says npm'],
    ...fields,
  };
}

/** What became of a step that went well. */
export function stepOutcome(fields: Partial<RecordedStep> = {}): RecordedStep {
  return {
    name: 'install',
    command: ['npm', 'ci', '--ignore-scripts'],
    exitCode: 0,
    endedBy: 'exit',
    wallSeconds: 12,
    peakMemoryBytes: 100_000_000,
    logBytes: 100,
    lastLines: ['added 12 packages'],
    reusedFrom: null,
    ...fields,
  };
}

/** A rebuild that packed something. */
export function rebuild(fields: Partial<Rebuild> = {}): Rebuild {
  return {
    plan: plan(),
    engine: 'bubblewrap 0.8.0',
    outcome: 'packed',
    failure: null,
    steps: [stepOutcome(), stepOutcome({ name: 'pack', command: ['npm', 'pack'], wallSeconds: 1 })],
    materials: [{ name: 'left-pad', version: '1.3.0', integrity: 'sha512-x' }],
    toolMaterials: [],
    refusals: [],
    proxyNotes: [],
    integrity: 'sha512-y',
    tarSha256: '1'.repeat(64),
    wallSeconds: 34.2,
    reusedFrom: null,
    ...fields,
  };
}

/** A release that is reproduced by its source alone; fields replace whole parts. */
export function result(fields: Partial<Result> = {}): Result {
  const entries = [comparedEntry('README.md'), comparedEntry('index.js'), comparedEntry('package.json')];
  return {
    schemaVersion: resultSchemaVersion,
    reprove: '0.1.0',
    verifiedAt: '2026-02-03T04:05:06.000Z',
    release: {
      ecosystem: 'npm',
      purl: 'pkg:npm/tiny@1.2.3',
      name: 'tiny',
      version: '1.2.3',
      origin: 'registry',
      integrity: 'sha512-y',
      publishedIntegrity: 'sha512-y',
      publishedAt: '2026-01-02T03:10:00.000Z',
      publisher: 'someone',
      gitHead: null,
      runtimeVersion: null,
      managerVersion: null,
      repository: 'git+https://git.example/team/tiny.git',
      directory: null,
    },
    archive: {
      entries: 3,
      bytes: 5_120,
      compressedBytes: 1_204,
      tarSha256: '1'.repeat(64),
      shasum: '3'.repeat(40),
      oddities: [],
    },
    source: source(),
    sourceFailure: null,
    sourceNotes: [],
    provenance: null,
    plans: [],
    rebuilds: [],
    comparison: { entries, missing: [], bytes: 3_000, notRead: [] },
    baseline: null,
    baselineFailure: null,
    findings: [],
    verdict: {
      kind: 'reproduced',
      level: 'content-identical',
      summary: 'Every entry has the same bytes in its source.',
      cause: null,
      unexplained: [],
      recipe: null,
      leftovers: [],
    },
    seconds: 0.84,
    ...fields,
  };
}

/** What a comparison of two releases found; two files of which one differs. */
export function diffResult(fields: Partial<DiffResult> = {}): DiffResult {
  const side = { origin: 'file' as const, purl: null, integrity: 'sha512-x', entries: 2, bytes: 3_000 };
  const file = { size: 1_500, mode: 0o644, sha256: '0'.repeat(64) };
  const none = { normalizations: [], difference: null, notRead: null };
  return {
    schemaVersion: diffSchemaVersion,
    reprove: '0.1.0',
    comparedAt: '2026-02-03T04:05:06.000Z',
    a: { spec: './a.tgz', ...side, oddities: [] },
    b: { spec: './b.tgz', ...side, oddities: [] },
    verdict: 'different',
    level: null,
    entries: [
      {
        path: 'index.js',
        status: 'different',
        a: file,
        b: file,
        ...none,
        difference: {
          kind: 'text',
          summary: '1 line added, 1 removed',
          lines: [
            { sign: '-', text: 'old' },
            { sign: '+', text: 'new\u202e' },
          ],
          truncated: false,
        },
      },
      { path: 'package.json', status: 'same', a: file, b: file, ...none },
    ],
    oddOnlyIn: { a: [], b: [] },
    seconds: 0.21,
    ...fields,
  };
}
