import type { RunEntry } from '../../batch/store/run-list.js';
import type { VerdictKind } from '../../judge/schema.js';
import { count } from '../terminal/amount.js';
import { verdictWords } from '../terminal/heading.js';
import { joined, type Line, line, styled } from '../terminal/line.js';
import { day } from './day.js';

const order: readonly VerdictKind[] = ['suspicious', 'differs', 'inconclusive', 'inert', 'reproduced'];

/** Runs, two lines each: when and of what, then what they came to. */
export function runLines(runs: readonly RunEntry[]): Line[] {
  if (runs.length === 0) return [line`No run is stored.`];
  return runs.flatMap((run) => [
    line`${styled('bold', `run ${run.id}`)}  ${day(run.startedAt)}  ${ending(run)}  ${run.inputs}`,
    line`  ${joined([`${count(run.dependencies, 'dependency', 'dependencies')}`, ...outcomes(run)], ', ')}`,
  ]);
}

function ending({ endedAt, exitCode }: RunEntry): Line {
  if (endedAt === null) return styled('yellow', 'not ended');
  return exitCode === 0 ? styled('green', 'passed') : styled('red', `exit ${exitCode ?? '?'}`);
}

function outcomes({ verdicts, waiting, failed, notVerified, reused }: RunEntry): Line[] {
  const judged = order.flatMap((kind) =>
    verdicts[kind] === undefined ? [] : [line`${verdicts[kind]} ${verdictWords(kind)}`],
  );
  const others: [number, string][] = [
    [failed, 'failed'],
    [waiting, 'waiting'],
    [notVerified, 'not verified'],
    [reused, 'known from before'],
  ];
  return [
    ...judged,
    ...others.filter(([amount]) => amount > 0).map(([amount, word]) => line`${amount} ${word}`),
  ];
}
