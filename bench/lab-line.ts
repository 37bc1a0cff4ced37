import type { Result } from '../src/result.js';
import type { Measured } from './command.js';
import { summaryLine } from './summary-line.js';

/** What is kept of one release: the summary, and what a table of many is grouped by. */
export type LabLine = Partial<Omit<ReturnType<typeof summaryLine>, 'verdict' | 'level' | 'cause'>> & {
  spec: string;
  verdict: Result['verdict']['kind'] | 'error';
  level: string | null;
  /** First reason why the release is not accounted for; null when it is. */
  cause: string | null;
  message: string | null;
  /** Package manager of the plan that explained most, else of the first; null when nothing was planned. */
  manager: string | null;
  /** Year of the commit, since a registry's publish times may be those of a copy. */
  year: number | null;
  seconds: number;
};

/** The line of a result, or of the error that verification ended with. */
export function labLine(spec: string, result: Result | Error, measured?: Measured): LabLine {
  if (result instanceof Error) {
    const { message } = result;
    return {
      spec,
      verdict: 'error',
      level: null,
      cause: 'error',
      message,
      manager: null,
      year: null,
      seconds: 0,
    };
  }
  const passed = ['reproduced', 'inert'].includes(result.verdict.kind);
  const unexplained = result.verdict.unexplained.map(({ path }) => path);
  const failure = result.rebuilds.find(({ failure }) => failure !== null)?.failure ?? null;
  const because = result.verdict.cause;
  return {
    spec,
    ...summaryLine(result, measured!),
    cause: passed
      ? null
      : (because?.reason ?? (failure?.cause && `differs-after-${failure.cause}`) ?? 'differs'),
    message: passed
      ? null
      : (because?.message ?? `${unexplained.length}: ${unexplained.slice(0, 5).join(', ')}`),
    manager: managerOf(result),
    year: result.source === null ? null : new Date(result.source.commitTime).getUTCFullYear(),
  };
}

function managerOf({ plans, rebuilds, comparison }: Result): string | null {
  const digests = (comparison?.entries ?? []).flatMap(({ evidence }) =>
    evidence.kind === 'rebuild' ? [evidence.plan] : [],
  );
  const used = rebuilds.find(({ plan }) => digests.includes(plan.digest))?.plan ?? plans[0];
  const tool = used?.tools.find(({ name }) => name !== 'node');
  return tool === undefined ? null : `${tool.name} ${tool.version.split('.')[0]}`;
}

/** Values by a key of each, in the order of the first with that key. */
export function groupBy<Value>(
  values: readonly Value[],
  key: (value: Value) => string,
): Map<string, Value[]> {
  const groups = new Map<string, Value[]>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group === undefined) groups.set(key(value), [value]);
    else group.push(value);
  }
  return groups;
}
