import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { diskWatch } from './disk-watch.js';
import type { SandboxRun } from './engine.js';
import { SandboxError } from './error.js';
import { type HelperReport, helperInput, readHelperReport } from './helper-protocol.js';
import type { MemoryMeter } from './memory-meter.js';
import type { StepOutcome } from './schema.js';
import { stepLog } from './step-log.js';

/** A sandbox that an engine started. */
export interface Launched {
  /** The program whose end is the sandbox's end. Its standard input leads to the helper, standard error comes from it. */
  child: ChildProcess;
  /** What the command writes. */
  output: Readable;
  /** Null where the engine's own accounts are told by the helper. */
  memory: MemoryMeter | null;
  /** Ends every process inside, from outside. */
  kill: () => void;
}

type EndedBy = StepOutcome['endedBy'];

/** Milliseconds between looks at memory and disk. */
const lookEvery = 100;
/** Bytes that the helper's channel may carry; more is somebody else talking. */
const channelBytes = 64 * 1024;
/** Milliseconds that output may take to arrive after the sandbox is gone. */
const drain = 2_000;

/**
 * Follows one step to its end: hands the helper its orders, keeps the log, watches every limit, and says what ended it.
 * When it returns no process of the step is left.
 */
export async function supervise(
  run: SandboxRun,
  { child, output, memory, kill }: Launched,
): Promise<StepOutcome> {
  const started = performance.now();
  const log = stepLog(run.log, run.limits.logBytes);
  const disk = diskWatch(run.work, run.limits.diskBytes);
  let stopped: EndedBy | null = null;
  const stop = (reason: EndedBy) => {
    if (stopped === null) kill();
    stopped ??= reason;
  };

  let channel = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    channel += text.slice(0, channelBytes - channel.length);
    if (channel.length >= channelBytes) stop('log');
  });
  let broken: unknown = null;
  output.on('data', (chunk: Buffer) => {
    try {
      if (broken === null && !log.write(chunk)) stop('log');
    } catch (error) {
      broken = error;
      stop('engine');
    }
  });
  // A reader that is gone is told by the end of the sandbox.
  output.on('error', () => {});
  child.stdin?.on('error', () => {});
  child.stdin?.write(helperInput(run));

  const wall = setTimeout(() => stop('wall-time'), run.limits.wallSeconds * 1_000);
  const abort = () => stop('abort');
  run.signal.addEventListener('abort', abort, { once: true });
  if (run.signal.aborted) abort();
  let looking = false;
  const looks = setInterval(async () => {
    if (memory?.exceeded()) stop('memory');
    if (looking) return;
    looking = true;
    // The folder is ours and exists: a look that fails has nothing to say.
    if (await disk.exceeded().catch(() => false)) stop('disk');
    looking = false;
  }, lookEvery);

  const drained = once(output, 'close').catch(() => {});
  try {
    const [code] = await ended(child);
    await Promise.race([drained, new Promise((resolve) => setTimeout(resolve, drain).unref())]);
    if (broken !== null)
      throw new SandboxError({
        code: 'E_SANDBOX',
        message: `the log of '${run.step.name}' can't be written to ${run.log}`,
        hint: 'free some space on that disk, or name another cache folder with --cache',
        cause: broken,
      });
    const report = readHelperReport(channel);
    const { endedBy, exitCode } = explain(report, stopped, memory?.exceeded() ?? false);
    for (const line of remarks(report, endedBy, code)) log.note(line);
    return {
      name: run.step.name,
      command: run.step.command,
      exitCode,
      endedBy,
      wallSeconds: (performance.now() - started) / 1_000,
      peakMemoryBytes: memory?.peak() ?? report.ended?.peak ?? null,
      logBytes: log.bytes(),
      lastLines: log.lastLines(),
    };
  } finally {
    clearTimeout(wall);
    clearInterval(looks);
    run.signal.removeEventListener('abort', abort);
    output.destroy();
    log.close();
  }
}

/** Exit code and signal; waits for standard error too, which carries the helper's last words. */
function ended(child: ChildProcess): Promise<[number | null, string | null]> {
  return new Promise((resolve, reject) => {
    child.once('error', (cause) =>
      reject(
        new SandboxError({
          code: 'E_SANDBOX',
          message: `'${child.spawnfile}' can't be started`,
          hint: "run 'reprove doctor' to see what the sandbox needs",
          cause,
        }),
      ),
    );
    child.once('close', (code, signal) => resolve([code, signal]));
  });
}

function explain(
  report: HelperReport,
  stopped: EndedBy | null,
  outOfMemory: boolean,
): { endedBy: EndedBy; exitCode: number | null } {
  if (stopped !== null) return { endedBy: stopped, exitCode: null };
  if (outOfMemory || report.ended?.outOfMemory) return { endedBy: 'memory', exitCode: null };
  // A command that can't be started is told as a shell would tell it.
  if (report.failure !== null) return { endedBy: 'exit', exitCode: 127 };
  if (report.ended === null) return { endedBy: report.started ? 'signal' : 'engine', exitCode: null };
  const { code, signal } = report.ended;
  if (signal === 'SIGXCPU') return { endedBy: 'cpu-time', exitCode: null };
  return signal === null ? { endedBy: 'exit', exitCode: code } : { endedBy: 'signal', exitCode: null };
}

/** What a reader of the log would miss otherwise. */
function remarks(report: HelperReport, endedBy: EndedBy, code: number | null): string[] {
  if (report.failure !== null) return [`reprove: the command can't be started: ${report.failure}`];
  if (report.ended?.signal) return [`reprove: the command was ended by ${report.ended.signal}`];
  if (endedBy === 'engine')
    return [...report.complaints, `reprove: the sandbox didn't start (exit code ${code})`];
  return endedBy === 'exit' ? [] : [`reprove: the step was ended (${endedBy})`];
}
