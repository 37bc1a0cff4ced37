import { groundsOf } from '../../policy/grounds.js';
import type { Waivable } from '../../policy/waiver-of.js';
import { escapeText } from '../../report/escape.js';
import type { Result } from '../../result.js';
import { CommandError } from '../error.js';
import type { WaiveOptions } from './options.js';

/** What of a result is to be waived: the one thing that options name, or with `--all` everything that its verdict rests on. */
export function chosen(result: Result, { path, signal, all = false }: WaiveOptions): Waivable[] {
  if (all) return everything(result, path !== undefined || signal !== undefined);
  if (signal !== undefined) return [finding(result, signal, path)];
  if (path !== undefined) return [entry(result, path)];
  throw new CommandError(
    'nothing says what is to be waived',
    'Name an entry with --path, a finding with --signal, or everything that the verdict rests on with --all.',
  );
}

function everything(result: Result, isNamed: boolean): Waivable[] {
  if (isNamed) throw new CommandError('--all is everything', 'Give --all, or --path and --signal.');
  const { entries, findings } = groundsOf(result);
  if (entries.length + findings.length === 0)
    throw new CommandError(
      `${result.verdict.kind} rests on nothing that could be waived`,
      'Waivers are for entries without evidence and for findings.',
    );
  return [
    ...entries.map(({ path, canAct }): Waivable => ({ kind: 'entry', path, canAct })),
    ...findings.map((one): Waivable => ({ kind: 'finding', finding: one })),
  ];
}

/** Reports show paths with what is hidden made visible: both forms name it. */
const isPath = (path: string, named: string): boolean => path === named || escapeText(path) === named;

function entry({ verdict }: Result, named: string): Waivable {
  const found = verdict.unexplained.filter(({ path }) => isPath(path, named));
  const { path, canAct } = only(found, `entry ${named} without evidence`, 'Name it as the JSON result does.');
  return { kind: 'entry', path, canAct };
}

function finding({ findings }: Result, signal: string, named: string | undefined): Waivable {
  const found = findings.filter(
    (one) =>
      (one.signal === signal || one.fingerprint === signal) &&
      (named === undefined || (one.path !== null && isPath(one.path, named))),
  );
  const what = `finding ${signal}${named === undefined ? '' : ` in ${named}`}`;
  return {
    kind: 'finding',
    finding: only(found, what, 'Name one by its path, or its fingerprint in the JSON result.'),
  };
}

function only<T>(found: readonly T[], what: string, hint: string): T {
  const [first, ...more] = found;
  if (first === undefined)
    throw new CommandError(`the result has no ${what}`, 'See `reprove report` for what it has.');
  if (more.length > 0) throw new CommandError(`the result has ${found.length} of ${what}`, hint);
  return first;
}
