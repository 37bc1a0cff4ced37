import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, chownSync, closeSync, constants, openSync, rmSync, writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { execa } from 'execa';
import { descriptors } from './bubblewrap-arguments.js';
import { entry } from './bubblewrap-entry.js';
import type { Availability, SandboxEngine, SandboxRun } from './engine.js';
import { SandboxError } from './error.js';
import { inheritedDescriptors } from './inherited-descriptors.js';
import { memoryGroup } from './memory-group.js';
import { processMeter } from './memory-meter.js';
import { openFilesAllowed } from './open-files.js';
import { seccompFilter } from './parts.js';
import { probeStep } from './probe-step.js';
import { children } from './process-tree.js';
import type { StepOutcome } from './schema.js';
import { type Launched, supervise } from './supervise.js';
import { giveWork, sandboxUid } from './work-owner.js';

/**
 * Runs steps with bubblewrap over the host's read-only /usr. As root it first becomes a user that owns nothing but the work
 * folder, so that even what breaks out of every namespace is nobody on the host.
 */
export function bubblewrapEngine(): SandboxEngine {
  return { name: 'bubblewrap', probe, run };
}

async function run(step: SandboxRun): Promise<StepOutcome> {
  const root = process.getuid?.() === 0;
  const uid = root ? await sandboxUid(step.work) : null;
  const pipe = `${step.log}.pipe`;
  const [filter] = await Promise.all([
    seccompFilter(),
    // A named pipe, as Node's own are sockets: programs that open /dev/stderr fail on those.
    execa('mkfifo', ['-m', '600', '--', pipe]),
    uid === null ? null : giveWork(step.work, uid),
  ]);
  if (filter === null)
    throw new SandboxError({
      code: 'E_SANDBOX',
      message: `no system call filter can be made for ${process.arch}`,
      hint: 'use docker or podman on this architecture',
    });
  const group = memoryGroup(step.limits.memoryBytes);
  try {
    const { child, output } = launch(step, { filter, pipe, uid, group: group?.procs ?? '' });
    const memory = group ?? processMeter(child.pid ?? 0, step.limits.memoryBytes);
    return await supervise(step, { child, output, memory, kill: () => kill(child) });
  } finally {
    await group?.close();
  }
}

/** What a step is launched with; `pipe` is the path of a named pipe, which is gone afterwards. */
interface Preparation {
  filter: Buffer;
  pipe: string;
  uid: number | null;
  group: string;
}

function launch(
  step: SandboxRun,
  { filter, pipe, uid, group }: Preparation,
): Pick<Launched, 'child' | 'output'> {
  const filterPath = `${step.log}.seccomp`;
  const [program = '', ...args] = entry(step, uid, group, openFilesAllowed());
  const opened: number[] = [];
  try {
    writeFileSync(filterPath, filter, { mode: 0o600 });
    if (step.socket !== null) chmodSync(step.socket, 0o666);
    const filterFile = openSync(filterPath, constants.O_RDONLY);
    const shell = openSync('/bin/sh', constants.O_RDONLY);
    const nothing = openSync('/dev/null', constants.O_RDONLY);
    opened.push(filterFile, shell, nothing);
    if (uid !== null) chownSync(pipe, uid, uid);
    const output = new Socket({
      fd: openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK),
      readable: true,
      writable: false,
    });
    const writer = openSync(pipe, constants.O_WRONLY);
    opened.push(writer);
    const stdio: ('pipe' | 'ignore' | number)[] = ['pipe', writer, 'pipe'];
    stdio[descriptors.filter] = filterFile;
    stdio[descriptors.shell] = shell;
    for (const inherited of inheritedDescriptors()) stdio[inherited] ??= nothing;
    const child = spawn(program, args, {
      // Only ours: what a plan sets is for the command, not for the programs that build the sandbox.
      env: { PATH: process.env.PATH },
      cwd: '/',
      stdio: Array.from(stdio, (use) => use ?? 'ignore'),
    });
    return { child, output };
  } finally {
    for (const descriptor of opened) closeSync(descriptor);
    rmSync(filterPath, { force: true });
    rmSync(pipe, { force: true });
  }
}

/** Ends the first process inside, and with it all others; bubblewrap itself follows. */
function kill(child: ChildProcess): void {
  if (child.pid === undefined) return;
  const first = children(child.pid);
  for (const pid of first) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // Gone already.
    }
  }
  // Before there is a first process, or when it doesn't go: dying with its parent is the second way.
  if (first.length === 0) child.kill('SIGKILL');
  else setTimeout(() => child.kill('SIGKILL'), 2_000).unref();
}

async function probe(): Promise<Availability> {
  const unusable = (detail: string, hint: string): Availability => ({
    engine: 'bubblewrap',
    usable: false,
    label: 'bubblewrap',
    detail,
    hint,
  });
  if (process.platform !== 'linux') return unusable('bubblewrap needs Linux', 'use docker or podman');
  const version = await execa('bwrap', ['--version'], { reject: false });
  if (version.exitCode !== 0)
    return unusable(
      'bwrap is not installed',
      "install bubblewrap 0.8 or newer ('apt-get install bubblewrap')",
    );
  const label = version.stdout.trim();
  const outcome = await probeStep(run);
  if (outcome.ok) return { engine: 'bubblewrap', usable: true, label, detail: label, hint: null };
  return unusable(
    `${label}: ${outcome.why}`,
    'bubblewrap 0.8 or newer, setpriv and prlimit of util-linux, and user namespaces for ordinary users are needed ' +
      '(sysctl kernel.unprivileged_userns_clone, kernel.apparmor_restrict_unprivileged_userns, user.max_user_namespaces)',
  );
}
