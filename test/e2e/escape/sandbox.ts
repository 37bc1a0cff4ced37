import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { configSchema, type SandboxLimits } from '../../../src/config/schema.js';
import type { Mount, SandboxEngine, SandboxRun } from '../../../src/sandbox/engine.js';
import { inside } from '../../../src/sandbox/layout.js';
import { removeWork } from '../../../src/sandbox/remove-work.js';
import type { StepOutcome } from '../../../src/sandbox/schema.js';
import { probedEngines } from '../../support/sandbox-engines.js';

const config = configSchema.parse({});

/** Where the tests' own Node is inside. */
export const node = '/tools/node/node';

/** Engines by name, each with the reason why its tests can't run here, or null. */
export async function presentEngines(): Promise<{ engine: SandboxEngine; missing: string | null }[]> {
  return (await probedEngines()).map(({ engine, availability: { usable, detail, hint } }) => ({
    engine,
    missing: usable ? null : `${detail} (${hint})`,
  }));
}

/** What a test asks for; the rest is a sandbox with the defaults and no network. */
export interface Attempt {
  command: string[];
  /** Text files put into the work folder first. */
  files?: Record<string, string>;
  limits?: Partial<SandboxLimits>;
  mounts?: Mount[];
  socket?: string;
  environment?: Record<string, string>;
  /** What is to be there when the command starts, relative to the work folder. */
  folder?: string;
  /** An earlier attempt's work folder, to go on in. */
  work?: string;
  signal?: AbortSignal;
}

/** How it went, with all that is left of it on the host. */
export interface Attempted {
  outcome: StepOutcome;
  log: string;
  work: string;
}

/** Text of one of the programs beside this file. */
export const program = (name: string) => readFileSync(new URL(`./programs/${name}`, import.meta.url), 'utf8');

/** A run with our defaults, for what a test wants different. */
export function sandboxRun(folder: string, attempt: Attempt): SandboxRun {
  const work = attempt.work ?? join(folder, 'work');
  mkdirSync(work, { recursive: true });
  for (const [path, text] of Object.entries(attempt.files ?? {})) writeFileSync(join(work, path), text);
  return {
    step: {
      name: 'attempt',
      phase: 'build',
      command: attempt.command,
      directory: '',
      environment: {},
      network: attempt.socket ? 'registry' : 'none',
      optional: false,
      reason: 'a test',
    },
    ...(attempt.folder !== undefined && { folder: attempt.folder }),
    work,
    workPath: inside.work,
    mounts: [
      { from: dirname(process.execPath), to: dirname(node), writable: false },
      ...(attempt.mounts ?? []),
    ],
    environment: { PATH: '/tools/node:/usr/bin:/bin', ...attempt.environment },
    helperNode: node,
    socket: attempt.socket ?? null,
    port: inside.port,
    limits: { ...config.sandbox.limits, wallSeconds: 30, ...attempt.limits },
    log: join(folder, 'log'),
    signal: attempt.signal ?? new AbortController().signal,
  };
}

const folders: string[] = [];

/** A scratch folder that `removeFolders` removes. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'reprove-escape-'));
  folders.push(folder);
  return folder;
}

/** Removes what tests left behind, for `afterEach`. */
export async function removeFolders(): Promise<void> {
  for (const folder of folders.splice(0)) await removeWork(folder);
}

/** Runs something in a fresh sandbox of an engine. */
export async function attempt(engine: SandboxEngine, wanted: Attempt): Promise<Attempted> {
  const folder = scratchFolder();
  const run = sandboxRun(folder, wanted);
  const outcome = await engine.run(run);
  return { outcome, log: readFileSync(run.log, 'utf8'), work: run.work };
}
