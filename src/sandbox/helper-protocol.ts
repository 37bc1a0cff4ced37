import { posix } from 'node:path';
import { z } from 'zod';
import type { SandboxRun } from './engine.js';
import { insideRun } from './parts.js';
import { usualSurroundings } from './surroundings.js';

/**
 * What `sandbox/helper.cjs` reads first. The environment travels here and not by the engine's own: a variable such as
 * LD_PRELOAD or NODE_OPTIONS must reach the command only, never the programs that set the sandbox up on the host.
 */
export function helperInput(run: SandboxRun): string {
  const { step, around = usualSurroundings } = run;
  const message = {
    command: step.command,
    directory: posix.join(run.workPath, step.directory),
    folder: run.folder === undefined ? null : posix.join(run.workPath, run.folder),
    environment: {
      ...run.environment,
      HOME: around.home,
      TMPDIR: '/tmp',
      USER: around.user,
      LOGNAME: around.user,
    },
    umask: around.umask,
    forward: run.socket === null ? null : { port: run.port, socket: insideRun.socket },
  };
  return `${JSON.stringify(message)}\n`;
}

const messageSchema = z.discriminatedUnion('reprove', [
  z.object({ reprove: z.literal('started') }),
  z.object({ reprove: z.literal('failed'), message: z.string() }),
  z.object({
    reprove: z.literal('ended'),
    code: z.number().nullable(),
    signal: z.string().nullable(),
    peak: z.number().nullable(),
    outOfMemory: z.boolean(),
  }),
]);

/** What the helper said about the step. Code inside could have said it as well: it only ever speaks for itself. */
export interface HelperReport {
  started: boolean;
  /** Why the command could not be run; null when it could. */
  failure: string | null;
  ended: { code: number | null; signal: string | null; peak: number | null; outOfMemory: boolean } | null;
  /** Everything else on the channel: complaints of the engine or of the runtime, one line each. */
  complaints: string[];
}

/** Reads what came over the helper's standard error. The first message of a kind counts. */
export function readHelperReport(text: string): HelperReport {
  const report: HelperReport = { started: false, failure: null, ended: null, complaints: [] };
  for (const line of text.split('\n')) {
    const message = parseMessage(line);
    if (message === null) {
      if (line.trim() !== '') report.complaints.push(line);
    } else if (message.reprove === 'started') report.started = true;
    else if (message.reprove === 'failed') report.failure ??= message.message;
    else report.ended ??= message;
  }
  return report;
}

function parseMessage(line: string): z.infer<typeof messageSchema> | null {
  if (!line.startsWith('{"reprove":')) return null;
  try {
    return messageSchema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}
