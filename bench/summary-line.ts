import type { Result } from '../src/result.js';
import type { Measured } from './command.js';

/** The part of a result that a table of many releases needs. */
export function summaryLine(result: Result, measured: Measured) {
  const entries = result.comparison?.entries ?? [];
  const by = (kind: string) => entries.filter((entry) => entry.evidence.kind === kind).length;
  return {
    purl: result.release.purl,
    integrity: result.release.integrity,
    verdict: result.verdict.kind,
    level: result.verdict.level,
    cause: result.verdict.cause?.reason ?? null,
    exitCode: measured.exitCode,
    repository: result.source?.repository ?? null,
    commit: result.source?.commit ?? null,
    ref: result.source?.ref ?? null,
    evidence: result.source?.evidence ?? [],
    entries: entries.length,
    source: by('source'),
    rebuild: by('rebuild'),
    equivalent: by('equivalent'),
    none: by('none'),
    phantoms: entries.filter((entry) => entry.phantom).map((entry) => entry.path),
    findings: result.findings.map(({ signal, severity, path }) => ({ signal, severity, path })),
    rebuilds: result.rebuilds.map(({ engine, outcome, failure, plan, materials }) => ({
      engine,
      outcome,
      cause: failure?.cause ?? null,
      plan: plan.digest,
      tools: plan.tools.map(({ name, version }) => `${name}@${version}`),
      materials: materials.length,
    })),
    reprove: result.reprove,
    seconds: Math.round(measured.seconds * 10) / 10,
    peakMegabytes: Math.round(measured.peakBytes / 1e6),
  };
}
