import type { Archive } from '../archive/schema.js';
import type { Comparison } from '../compare/schema.js';
import type { EntryPoints } from '../ecosystem.js';
import type { Provenance } from '../provenance.js';
import type { Release } from '../release.js';
import type { Rebuild } from '../sandbox/schema.js';
import { isWhole } from '../sandbox/whole.js';
import type { Source, SourceFailure, SourceNote } from '../source/schema.js';
import { type Reachability, type ReachabilityInput, reachability } from './reachability.js';
import type { Finding, InconclusiveCause, Severity, Verdict } from './schema.js';
import type { Signal, SignalInput } from './signal.js';
import { generalSignals } from './signals/index.js';
import { archiveTricks } from './tricks.js';
import { unexplainedCode } from './unexplained-code.js';
import { verdictOf } from './verdict.js';

/** Everything that was learnt of a release, for its conclusion. */
export interface JudgeInput {
  release: Release;
  archive: Archive;
  /** Null when there was nothing to compare with. */
  comparison: Comparison | null;
  entryPoints: EntryPoints;
  source: Source | null;
  sourceFailure: SourceFailure | null;
  sourceNotes: readonly SourceNote[];
  /** What was signed about the release; null when nothing was. */
  provenance: Provenance | null;
  /** All that were run. */
  rebuilds: readonly Rebuild[];
  unpacked?: ReachabilityInput['unpacked'];
  /** What kept the pipeline from rebuilding, though files were left; null when it rebuilt or had no need to. */
  obstacle: InconclusiveCause | null;
  /** Contents of the paths that `contentsToJudge` named; what is absent counts as able to act. */
  contents: ReadonlyMap<string, Buffer>;
  /** Contents of what `counterpartsToJudge` named, as their nearest counterparts have it. */
  counterparts: ReadonlyMap<string, Buffer>;
  /** Installed path of the manifest: `package.json`. */
  manifestFile: string;
  /** The release's manifest and its nearest counterpart (`nearestCounterpart`); null when absent. */
  manifest: { release: Buffer | null; reference: Buffer | null };
  /** What earlier stages found, such as manifest confusion. */
  findings: readonly Finding[];
  /** Those of the ecosystem. */
  signals: readonly Signal[];
  /** The ecosystem's own, where it has one. */
  reachability?: ((input: ReachabilityInput) => Reachability) | undefined;
}

const order: readonly Severity[] = ['high', 'medium', 'low', 'info'];
const nothing: Comparison = { entries: [], missing: [], bytes: 0, notRead: [] };

/** Findings, most severe first, and the verdict. Pure, and bounded by the contents it is given. */
export function judge(input: JudgeInput): { findings: Finding[]; verdict: Verdict } {
  const { archive, entryPoints, contents, manifestFile } = input;
  const comparison = input.comparison ?? nothing;
  const reach = (input.reachability ?? reachability)({
    comparison,
    entryPoints,
    contents,
    manifestFile,
    unpacked: input.unpacked,
  });
  const tricks = archiveTricks(archive, entryPoints, manifestFile);
  const seen = signalInput(input, comparison, reach);
  const findings = [
    ...input.findings,
    ...[...generalSignals, ...input.signals].flatMap((signal) => signal.find(seen)),
  ].sort(
    (a, b) =>
      order.indexOf(a.severity) - order.indexOf(b.severity) ||
      compare(a.path ?? '', b.path ?? '') ||
      compare(a.signal, b.signal),
  );
  return { findings, verdict: verdictOf({ ...input, findings, reachability: reach, tricks }) };
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function signalInput(input: JudgeInput, comparison: Comparison, reach: Reachability): SignalInput {
  const contents = new Map<string, Buffer>();
  const accounted = new Map<string, Buffer>();
  for (const { path, evidence } of comparison.entries) {
    const content = input.contents.get(path);
    if (content !== undefined) (evidence.kind === 'none' ? contents : accounted).set(path, content);
  }
  const { release, archive, entryPoints, source, sourceNotes, provenance, counterparts } = input;
  const { acting, expected, missed } = reach;
  const rebuilt = input.rebuilds.some(isWhole);
  return {
    release,
    archive,
    comparison,
    entryPoints,
    source,
    sourceNotes,
    provenance,
    rebuilt,
    contents,
    counterparts,
    accounted,
    code: unexplainedCode({ comparison, acting, expected, rebuilt, contents, counterparts }),
    manifest: { release: parsed(input.manifest.release), reference: parsed(input.manifest.reference) },
    manifestFile: input.manifestFile,
    acting,
    expected,
    missed,
  };
}

/** As package managers read it: the last of two keys wins, a byte order mark is skipped. */
function parsed(bytes: Buffer | null): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(bytes?.toString('utf8').replace(/^\ufeff/, '') ?? 'null');
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
