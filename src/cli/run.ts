import { Command, CommanderError } from 'commander';
import { exitCodes } from '../errors.js';
import { escapeText } from '../report/escape.js';
import { version } from '../version.js';
import { defineAttest } from './commands/attest.js';
import { defineBatch } from './commands/batch.js';
import { defineCache } from './commands/cache.js';
import { defineCatalogue } from './commands/catalogue.js';
import { defineChanges } from './commands/changes.js';
import { defineCheck } from './commands/check.js';
import { defineDb } from './commands/db.js';
import { defineDiff } from './commands/diff.js';
import { defineDoctor } from './commands/doctor.js';
import { defineEnqueue } from './commands/enqueue.js';
import { defineExplain } from './commands/explain.js';
import { defineGate } from './commands/gate.js';
import { defineHistory } from './commands/history.js';
import { defineInit } from './commands/init.js';
import { defineKeygen } from './commands/keygen.js';
import { definePlan } from './commands/plan.js';
import { definePolicy } from './commands/policy.js';
import { definePrune } from './commands/prune.js';
import { definePublishAttestation } from './commands/publish-attestation.js';
import { defineRepeat } from './commands/repeat.js';
import { defineReport } from './commands/report.js';
import { defineRuns } from './commands/runs.js';
import { defineSchedule } from './commands/schedule.js';
import { defineServe } from './commands/serve.js';
import { defineSync } from './commands/sync.js';
import { defineVerify } from './commands/verify.js';
import { defineWaive } from './commands/waive.js';
import { defineWhy } from './commands/why.js';
import { defineWorker } from './commands/worker.js';
import { describeError, errorText } from './describe-error.js';
import { Interruption } from './error.js';
import { exitCodeHelp } from './help.js';
import { colorful, type Io, widthOf } from './io.js';
import type { Services } from './services.js';

/** In the order in which help lists them. */
const commands = {
  verify: defineVerify,
  report: defineReport,
  explain: defineExplain,
  diff: defineDiff,
  plan: definePlan,
  repeat: defineRepeat,
  attest: defineAttest,
  check: defineCheck,
  'publish-attestation': definePublishAttestation,
  sync: defineSync,
  keygen: defineKeygen,
  gate: defineGate,
  why: defineWhy,
  init: defineInit,
  batch: defineBatch,
  enqueue: defineEnqueue,
  worker: defineWorker,
  schedule: defineSchedule,
  serve: defineServe,
  runs: defineRuns,
  history: defineHistory,
  changes: defineChanges,
  policy: definePolicy,
  waive: defineWaive,
  prune: definePrune,
  db: defineDb,
  doctor: defineDoctor,
  cache: defineCache,
  catalogue: defineCatalogue,
};

/**
 * Runs one command line (without node and script) and returns its exit code. Never throws: every error is printed as one line and
 * what to do next.
 */
export async function run(
  argv: readonly string[],
  io: Io,
  services: Services,
  signal: AbortSignal,
): Promise<number> {
  const work: Promise<number>[] = [];
  const program = new Command('reprove')
    .description('Proves that a published npm package was built from the source it claims.')
    .version(version, '-V, --version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      getOutHelpWidth: () => widthOf(io.stdout),
      getErrHelpWidth: () => widthOf(io.stderr),
      getOutHasColors: () => colorful(io.stdout, io.env),
      getErrHasColors: () => colorful(io.stderr, io.env),
      outputError: (text, write) =>
        write(
          `${text
            .trimEnd()
            .split('\n')
            .map((each) => escapeText(each))
            .join('\n')}\n`,
        ),
    })
    .showHelpAfterError('Run `reprove --help`, or `reprove <command> --help`, for what is possible.')
    .addHelpText('after', `\nStart with: reprove verify lru-cache@11.3.6\n${exitCodeHelp}`);
  const session = { io, services, signal, start: (promise: Promise<number>) => void work.push(promise) };
  // Defining all of them takes longer than finding the one that is asked for.
  const asked = Object.hasOwn(commands, argv[0] ?? '') ? [commands[argv[0] as keyof typeof commands]] : null;
  for (const define of asked ?? Object.values(commands)) define(program, session);
  try {
    program.parse([...argv], { from: 'user' });
    return (await Promise.all(work))[0] ?? exitCodes.usage;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.passed : exitCodes.usage;
    const interruption = error instanceof Interruption ? error : signal.reason;
    if (interruption instanceof Interruption) {
      if (interruption.signal !== 'SIGPIPE') io.stderr.write('interrupted\n');
      return interruption.exitCode;
    }
    io.stderr.write(errorText(error, null, { color: colorful(io.stderr, io.env), verbose: isVerbose(argv) }));
    return describeError(error).exitCode;
  }
}

/** Whether `-v` was asked for; known before, and without, parsing. */
export const isVerbose = (argv: readonly string[]): boolean =>
  argv.includes('-v') || argv.includes('--verbose');
