import { readFile } from 'node:fs/promises';
import { execa } from 'execa';
import type { Result } from '../src/result.js';

/** The built command line, as a user runs it. Compiled benches live two folders below the project's root. */
export const cli = new URL('../../dist/bundle/reprove.js', import.meta.url).pathname;

/** One run of a command: its exit code and output, wall time in seconds, and peak resident memory in bytes. */
export interface Measured {
  exitCode: number;
  stdout: string;
  stderr: string;
  seconds: number;
  peakBytes: number;
}

/** Runs a command to its end and measures it. Memory is the process's own high-water mark, without its children. */
export async function measure(
  file: string,
  args: readonly string[],
  { cwd, environment = {} }: { cwd?: string; environment?: Record<string, string> } = {},
): Promise<Measured> {
  const started = performance.now();
  const child = execa(file, args, {
    reject: false,
    stdin: 'ignore',
    env: environment,
    ...(cwd === undefined ? {} : { cwd }),
  });
  let peakBytes = 0;
  const poll = setInterval(async () => {
    peakBytes = Math.max(peakBytes, await highWaterMark(child.pid));
  }, 10);
  const { exitCode, stdout, stderr } = await child;
  clearInterval(poll);
  return {
    exitCode: exitCode ?? -1,
    stdout,
    stderr,
    seconds: (performance.now() - started) / 1000,
    peakBytes,
  };
}

async function highWaterMark(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
}

/** Runs `reprove verify … --json`; throws with its own message when it ended with an error. */
export async function verify(
  spec: string,
  options: readonly string[],
  environment: Record<string, string> = {},
): Promise<{ result: Result; measured: Measured }> {
  const measured = await measure(process.execPath, [cli, 'verify', spec, '--json', ...options], {
    environment,
  });
  if (measured.stdout === '') throw new Error(`verify ${spec} printed no result: ${measured.stderr}`);
  const printed = JSON.parse(measured.stdout) as Result | { error: { message: string } };
  if ('error' in printed) throw new Error(`verify ${spec}: ${printed.error.message}`);
  return { result: printed, measured };
}

/** The middle value of an odd number of measurements. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Seconds that a command and its children computed, user and system, as the shell counts them. */
export async function processorSeconds(program: string, args: readonly string[]): Promise<number> {
  const { stdout } = await measure('sh', ['-c', '"$@" >/dev/null 2>&1; times', 'sh', program, ...args]);
  const children = stdout.trim().split('\n')[1] ?? '';
  return [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds),
    0,
  );
}

/** Seconds that all ended children of this process and theirs computed until now, user and system. */
export async function processorSecondsOfChildren(): Promise<number> {
  const stat = await readFile('/proc/self/stat', 'utf8');
  // Fields 16 and 17, after the name, which may hold spaces; in ticks of a hundredth of a second.
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(13, 15);
  return (Number(user) + Number(system)) / 100;
}
