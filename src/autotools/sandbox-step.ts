import { dirname, join } from 'node:path';
import type { Context } from '../context.js';
import type { Mount, SandboxEngine } from '../sandbox/engine.js';
import { inside } from '../sandbox/layout.js';
import type { RunFolder } from '../sandbox/run-folder.js';
import type { PlanStep, StepOutcome } from '../sandbox/schema.js';

/** A command that runs over a work folder, without a network. */
export interface OwnStep {
  name: string;
  command: string[];
  /** Read-only. */
  mounts: Mount[];
  environment: Record<string, string>;
}

/** A step of our own making as plans have them. */
export const planStepOf = ({ name, command, environment }: OwnStep, reason: string): PlanStep => ({
  name,
  phase: 'build',
  command,
  directory: '',
  environment,
  network: 'none',
  optional: false,
  reason,
});

/** Runs one step in the sandbox; our own Node serves its helper. */
export async function sandboxStep(
  step: OwnStep,
  { engine, folder, context }: { engine: SandboxEngine; folder: RunFolder; context: Context },
): Promise<StepOutcome> {
  const node = '/tools/node';
  const outcome = await engine.run({
    step: planStepOf(step, ''),
    work: folder.work,
    workPath: inside.work,
    mounts: [...step.mounts, { from: dirname(process.execPath), to: node, writable: false }],
    environment: { LC_ALL: 'C', LANG: 'C', TZ: 'UTC', ...step.environment },
    helperNode: `${node}/node`,
    socket: null,
    port: inside.port,
    limits: context.config.sandbox.limits,
    log: join(folder.logs, `${step.name.replace(/\W+/g, '-')}.log`),
    signal: context.signal,
  });
  context.signal.throwIfAborted();
  return outcome;
}
