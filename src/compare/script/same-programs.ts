import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { ownFile } from '../../config/own-file.js';
import { isScript } from '../normalizers/text-kinds.js';
import type { Sameness } from './same-program.js';

/** Two versions of a file, whose name says which language it is in. */
export interface ScriptPair {
  path: string;
  release: Buffer;
  reference: Buffer;
}

const child = fileURLToPath(ownFile('dist/compare/script/child.js'));

/**
 * Bytes of a side that is looked at; ms of one run, with what each MiB adds; MiB of the process's heap; and how many pairs may bring it
 * down before the rest counts as different.
 */
const limits = { bytes: 12 * 2 ** 20, time: 30_000, timePerMiB: 3_000, heap: 2_048, crashes: 10 };

/** Whether a pair can be asked about. */
const isScriptPair = ({ path, release, reference }: ScriptPair): boolean =>
  isScript(path) && Math.max(release.length, reference.length) <= limits.bytes;

/**
 * Which pairs are the same program, and in what they differ all the same: see `sameProgram`. The parser runs in a process of its own, bounded in time and
 * memory; a pair that brings it down is different, and the others are asked about again.
 */
export async function samePrograms<Pair extends ScriptPair>(
  pairs: readonly Pair[],
): Promise<Map<Pair, Sameness>> {
  const same = new Map<Pair, Sameness>();
  let left = pairs.filter(isScriptPair);
  for (let crashes = 0; left.length > 0 && crashes < limits.crashes; crashes += 1) {
    const answers = await ask(left);
    for (const [at, answer] of answers.entries())
      if (answer !== 0) same.set(left[at]!, { layout: (answer & 1) !== 0, names: (answer & 2) !== 0 });
    left = left.slice(answers.length + 1);
  }
  return same;
}

/** Answers, as `child.ts` gives them, for as many pairs as there are before one that has none. */
async function ask(pairs: readonly ScriptPair[]): Promise<number[]> {
  const head = pairs.map(({ path, release, reference }) => [path, release.length, reference.length]);
  const input = Buffer.concat([
    Buffer.from(`${JSON.stringify(head)}\n`),
    ...pairs.flatMap(({ release, reference }) => [release, reference]),
  ]);
  const { stdout } = await execa(process.execPath, [`--max-old-space-size=${limits.heap}`, child], {
    input,
    timeout: limits.time + (input.length / 2 ** 20) * limits.timePerMiB,
    forceKillAfterDelay: false,
    killSignal: 'SIGKILL',
    reject: false,
    stderr: 'ignore',
    extendEnv: false,
    env: {},
  });
  return [...stdout.replace(/[^0-3]/g, '')].map(Number);
}
