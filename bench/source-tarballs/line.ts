import type { Result } from '../../src/result.js';
import type { Measured } from '../command.js';
import { summaryLine } from '../summary-line.js';
import type { ListedTarball } from './list.js';

/** What is kept of one source release. */
export type TarballLine = Pick<ListedTarball, 'spec' | 'repository' | 'tag' | 'byTag'> & {
  verdict: Result['verdict']['kind'] | 'error';
  level: string | null;
  message: string;
  /** The repository was found, not given. */
  located: boolean;
  ref: string | null;
  /** Entries by what accounts for them: `source` for blobs of the tag, and in what other way the source does. */
  by: Record<string, number>;
  /** What accounts for the top-level `configure`; null where the release has none, or that of the tag. */
  configure: string | null;
  acting: string[];
  inert: string[];
  /** Files of the tag that the release lacks. */
  missing: string[];
  signed: string[];
  high: string[];
  seconds: number;
  peakMegabytes: number;
};

/** The line of a result, or of the error that verification ended with. */
export function tarballLine(
  { spec, repository, tag, byTag }: ListedTarball,
  result: Result | Error,
  { measured, located }: { measured: Measured | null; located: boolean },
): TarballLine {
  const listed = { spec, repository, tag, byTag };
  if (result instanceof Error || measured === null) {
    const nothing = {
      level: null,
      located,
      ref: null,
      by: {},
      configure: null,
      acting: [],
      inert: [],
      missing: [],
      signed: [],
      high: [],
    };
    return {
      ...listed,
      ...nothing,
      verdict: 'error',
      message: (result as Error).message,
      seconds: 0,
      peakMegabytes: 0,
    };
  }
  const { verdict, level, ref, seconds, peakMegabytes } = summaryLine(result, measured);
  const by: Record<string, number> = {};
  for (const { evidence } of result.comparison?.entries ?? []) {
    const via =
      evidence.kind === 'source' && evidence.via !== undefined
        ? evidence.via.replace(/^(submodule|git archive|git's own hash).*/, '$1')
        : null;
    const kind = via === null ? evidence.kind : `source: ${via}`;
    by[kind] = (by[kind] ?? 0) + 1;
  }
  const unexplained = result.verdict.unexplained;
  const configure = result.comparison?.entries.find(({ path }) => path === 'configure')?.evidence.kind;
  return {
    ...listed,
    verdict,
    level,
    message: result.verdict.summary,
    located,
    ref,
    by,
    configure: configure === undefined || configure === 'source' ? null : configure,
    acting: unexplained.flatMap(({ path, canAct }) => (canAct ? [path] : [])),
    inert: unexplained.flatMap(({ path, canAct }) => (canAct ? [] : [path])),
    missing: (result.comparison?.missing ?? []).map(({ path }) => path),
    signed: result.release.signatures ?? [],
    high: result.findings.flatMap(({ severity, signal, path }) =>
      severity === 'high' ? [`${signal} ${path}`] : [],
    ),
    seconds,
    peakMegabytes,
  };
}
