import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ownFile } from '../config/own-file.js';
import { compileSeccomp, type SeccompArchitecture, seccompProfileSchema } from './seccomp.js';

/** Host path of a file of the package's `sandbox/` folder. */
export function part(name: string): string {
  return fileURLToPath(ownFile(`sandbox/${name}`));
}

/** Files of `sandbox/etc` that stand in for the host's, in every engine. */
export const etcFiles = ['passwd', 'group', 'hosts', 'hostname', 'nsswitch.conf', 'resolv.conf'] as const;

/** Where the engines put what the helper needs. Below /run, which no package has files in. */
export const insideRun = {
  helper: '/run/reprove/helper.cjs',
  socket: '/run/reprove/registry.sock',
  /** A copy of /bin/sh that can be run and not read. */
  shell: '/run/reprove/sh',
} as const;

/**
 * What the first process inside runs: a shell, since it reaps, and signals from inside don't reach it. Its end is the end of
 * all others. It runs from a file that can't be read, which keeps the command out of its memory as well. Standard error, by which the engine and the helper talk to us, moves to descriptor 3; both streams of the
 * command become one pipe and stay in order.
 */
export const firstProcess = 'exec 3>&2 2>&1; "$@"; exit $?';

let compiled: Promise<Buffer | null> | undefined;

/** The seccomp profile as a filter for this machine, compiled once; null when none can be made for its architecture. */
export function seccompFilter(): Promise<Buffer | null> {
  compiled ??= compileProfile(process.arch);
  return compiled;
}

async function compileProfile(architecture: string): Promise<Buffer | null> {
  if (architecture !== 'x64' && architecture !== 'arm64') return null;
  const profile = seccompProfileSchema.parse(JSON.parse(await readFile(part('seccomp.json'), 'utf8')));
  return compileSeccomp(profile, architecture satisfies SeccompArchitecture);
}
