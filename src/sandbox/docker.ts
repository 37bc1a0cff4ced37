import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { execa } from 'execa';
import type { Config } from '../config/schema.js';
import { type ContainerSettings, containerArguments, ownerLabel } from './container-arguments.js';
import type { Availability, SandboxEngine, SandboxRun } from './engine.js';
import { inside } from './layout.js';
import { ownerGone, ownerTag } from './owner.js';
import { part } from './parts.js';
import { probeStep } from './probe-step.js';
import type { StepOutcome } from './schema.js';
import { supervise } from './supervise.js';
import { giveWork } from './work-owner.js';

type Cli = 'docker' | 'podman';

/** Milliseconds that a daemon may take to answer. */
const patience = 10_000;

/** For calls of which only the end matters. A daemon that hangs would keep them for ever. */
const quietly = {
  reject: false,
  stdio: 'ignore',
  timeout: patience,
  forceKillAfterDelay: 1_000,
} as const;

/** Waits for us to end, however that happens, and then removes the container: whatever runs in it has no say in that. */
const afterUs = 'cat > /dev/null; exec "$@" > /dev/null 2>&1';

/** Runs steps in containers of docker or podman, which take the same words. */
export function containerEngine(cli: Cli, sandbox: Config['sandbox']): SandboxEngine {
  const run = (step: SandboxRun) => runContainer(cli, sandbox, step);
  return { name: cli, run, probe: () => probe(cli, sandbox, run) };
}

async function runContainer(cli: Cli, sandbox: Config['sandbox'], step: SandboxRun): Promise<StepOutcome> {
  const uid = process.getuid?.() ?? 0;
  const root = uid === 0;
  if (root) await giveWork(step.work, inside.uid);
  if (step.socket !== null) chmodSync(step.socket, 0o666);
  // An ordinary user can give its files to nobody: docker's container runs as that user, podman maps it.
  const rootless = !root && cli === 'podman';
  const user = root || rootless ? inside.uid : uid;
  const settings: ContainerSettings = {
    cli,
    sandbox,
    name: `reprove-${process.pid}-${randomBytes(6).toString('hex')}`,
    owner: ownerTag(),
    user: `${user}:${user}`,
    passwd: passwdFor(user, step),
    rootless,
  };
  const remove = ['rm', '--force', settings.name];
  const watcher = spawn('/bin/sh', ['-c', afterUs, 'sh', cli, ...remove], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const child = spawn(cli, containerArguments(step, settings), { stdio: ['pipe', 'pipe', 'pipe'] });
  try {
    const kill = () => void endContainer(cli, settings.name, child);
    return await supervise(step, { child, output: child.stdout, memory: null, kill });
  } finally {
    watcher.kill('SIGKILL');
  }
}

/**
 * Ends the container; when there is none yet, or the daemon doesn't answer, the client, whose end the helper notices. A
 * step is over then, whatever the daemon does: `sweep` of a later run removes what it left.
 */
async function endContainer(cli: Cli, name: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 20 && child.exitCode === null; attempt++) {
    const { exitCode, timedOut } = await execa(cli, ['kill', name], quietly);
    if (exitCode === 0) return;
    if (timedOut) break;
    child.stdin?.end();
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  child.kill('SIGKILL');
}

function passwdFor(uid: number, { log, around }: SandboxRun): string {
  const shown = around?.etc.passwd ?? part('etc/passwd');
  if (uid === inside.uid) return shown;
  const path = `${log}.passwd`;
  const text = readFileSync(shown, 'utf8');
  writeFileSync(path, text.replaceAll(`:${inside.uid}:${inside.uid}:`, `:${uid}:${uid}:`));
  return path;
}

async function probe(cli: Cli, sandbox: Config['sandbox'], run: SandboxEngine['run']): Promise<Availability> {
  const say = (usable: boolean, label: string, detail: string, hint: string | null): Availability => ({
    engine: cli,
    usable,
    label,
    detail,
    hint,
  });
  const call = (...args: string[]) => execa(cli, args, { reject: false, timeout: patience, stdin: 'ignore' });
  const made = "make the sandbox image as docs/sandbox.md says ('sandbox/make-base.sh')";

  const version = await call(
    'version',
    '--format',
    cli === 'docker' ? '{{.Server.Version}}' : '{{.Version}}',
  );
  if (version.failed && version.code === 'ENOENT')
    return say(
      false,
      cli,
      `${cli} is not installed`,
      `install ${cli === 'docker' ? 'docker.io' : 'podman'}; then ${made}`,
    );
  if (version.exitCode !== 0)
    return say(false, cli, 'its daemon does not answer', `start it, or join its group`);
  const label = `${cli} ${version.stdout.trim()}`;
  const image = await call('image', 'inspect', '--format', '{{.Id}}', sandbox.image);
  if (image.exitCode !== 0) return say(false, label, `there is no image ${sandbox.image}`, made);
  await sweep(cli);
  const outcome = await probeStep(run);
  if (outcome.ok) return say(true, label, `${label}, image ${sandbox.image}`, null);
  return say(false, label, outcome.why, `run 'sandbox/make-base.sh' again, or choose another engine`);
}

/** Removes containers of processes that are gone. */
async function sweep(cli: Cli): Promise<void> {
  const format = `{{.ID}} {{.Label "${ownerLabel}"}}`;
  const list = await execa(cli, ['ps', '--all', '--filter', `label=${ownerLabel}`, '--format', format], {
    reject: false,
    timeout: patience,
  });
  const gone = (list.stdout ?? '')
    .split('\n')
    .map((line) => line.split(' '))
    .flatMap(([id, tag]) => (id && tag && ownerGone(tag) ? [id] : []));
  if (gone.length > 0) await execa(cli, ['rm', '--force', ...gone], quietly);
}
