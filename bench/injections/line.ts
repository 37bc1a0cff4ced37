import type { Result } from '../../src/result.js';
import type { Measured } from '../command.js';
import type { Case } from './draw.js';
import type { ReleaseKind } from './releases.js';
import { type Kind, wholeArchive } from './shape.js';

/** What is kept of a case. */
export interface InjectionLine {
  /** `<release> <shape>`: one of each in a run. */
  case: string;
  shape: string;
  kind: Kind;
  release: string;
  releaseKind: ReleaseKind | 'other';
  verdict: Result['verdict']['kind'] | 'error';
  exitCode: number;
  /** Installed paths that were changed. */
  injected: string[];
  /** Those of them that the report does not name. */
  unnamed: string[];
  /** Paths that the report names apart from those, and from what it names of the honest release. */
  alsoNamed: string[];
  signals: string[];
  seconds: number;
  message?: string;
}

/** The line of a result, or of the error that verification ended with. */
export function injectionLine(
  spec: string,
  releaseKind: InjectionLine['releaseKind'],
  { shape, paths }: Pick<Case, 'paths'> & { shape: Pick<Case['shape'], 'id' | 'kind'> },
  honest: Result,
  verified: { result: Result; measured: Measured } | Error,
): InjectionLine {
  const about = {
    case: `${spec} ${shape.id}`,
    shape: shape.id,
    kind: shape.kind,
    release: spec,
    releaseKind,
  };
  if (verified instanceof Error) {
    const nothing = { injected: paths, unnamed: paths, alsoNamed: [], signals: [] };
    return { ...about, verdict: 'error', exitCode: -1, ...nothing, seconds: 0, message: verified.message };
  }
  const { result, measured } = verified;
  const named = namedIn(result);
  const before = namedIn(honest);
  return {
    ...about,
    verdict: result.verdict.kind,
    exitCode: measured.exitCode,
    injected: paths,
    unnamed: paths.filter((path) => !named.has(path)),
    alsoNamed: [...named].filter((path) => !paths.includes(path) && !before.has(path)).sort(),
    signals: [...new Set(result.findings.map(({ signal, severity }) => `${signal} (${severity})`))],
    seconds: Math.round(measured.seconds * 10) / 10,
  };
}

/** Paths that the report says nothing accounts for, that its findings are about, or that the archive's oddities name. */
function namedIn({ verdict, findings, archive }: Result): Set<string> {
  const odd = archive.oddities.map(({ path }) => path ?? wholeArchive);
  const found = findings.flatMap(({ path }) => (path === null ? [] : [path]));
  return new Set([...verdict.unexplained.map(({ path }) => path), ...odd, ...found]);
}
