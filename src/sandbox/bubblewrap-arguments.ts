import { join } from 'node:path';
import type { SandboxRun } from './engine.js';
import { systemArguments } from './host-view.js';
import { inside } from './layout.js';
import { etcFiles, firstProcess, insideRun, part } from './parts.js';
import { usualSurroundings } from './surroundings.js';

/** Sizes of private file systems that no limit names, in bytes. */
const sharedMemoryBytes = 256 * 2 ** 20;

/** Descriptors on which bubblewrap finds the compiled seccomp filter, and the host's /bin/sh. */
export const descriptors = { filter: 3, shell: 4 } as const;

/** Host paths, by what they are for, that bubblewrap has to reach by name. */
export function sources(run: SandboxRun): string[] {
  const socket = run.socket === null ? [] : [run.socket];
  const etc = Object.values(run.around?.etc ?? {});
  return [...new Set([part(''), run.work, ...run.mounts.map(({ from }) => from), ...etc, ...socket])];
}

/**
 * Everything bubblewrap is told for one step. `reach` says under which path it finds one of `sources`; `openFiles` is the
 * most that the host allows.
 */
export function bubblewrapArguments(
  run: SandboxRun,
  reach: (source: string) => string,
  openFiles: number,
): string[] {
  const { limits, around = usualSurroundings } = run;
  const parts = reach(part(''));
  const etc = (name: (typeof etcFiles)[number]) => {
    const other = around.etc[name];
    return other === undefined ? join(parts, 'etc', name) : reach(other);
  };
  return [
    ...[
      '--unshare-user',
      '--disable-userns',
      '--unshare-ipc',
      '--unshare-pid',
      '--unshare-net',
      '--unshare-uts',
    ],
    ...['--unshare-cgroup-try', '--uid', String(inside.uid), '--gid', String(inside.uid)],
    ...['--hostname', around.host, '--die-with-parent', '--new-session', '--as-pid-1', '--clearenv'],
    ...systemArguments(),
    ...etcFiles.flatMap((name) => ['--ro-bind', etc(name), `/etc/${name}`]),
    ...['--proc', '/proc', '--dev', '/dev', '--size', String(sharedMemoryBytes), '--tmpfs', '/dev/shm'],
    ...['--remount-ro', '/dev'],
    ...['--perms', '1777', '--size', String(limits.temporaryBytes), '--tmpfs', '/tmp'],
    ...['--perms', '0755', '--dir', '/home', '--perms', '0755', '--size', String(limits.temporaryBytes)],
    ...[
      '--tmpfs',
      around.home,
      '--perms',
      '0755',
      '--dir',
      '/run',
      '--perms',
      '0755',
      '--dir',
      '/run/reprove',
    ],
    ...['--bind', reach(run.work), run.workPath],
    ...run.mounts.flatMap(({ from, to, writable }) => [writable ? '--bind' : '--ro-bind', reach(from), to]),
    ...['--ro-bind', join(parts, 'helper.cjs'), insideRun.helper],
    // Nobody may read it, so the kernel lets nobody into the memory of the process that runs it.
    ...['--perms', '0111', '--ro-bind-data', String(descriptors.shell), insideRun.shell],
    ...(run.socket === null ? [] : ['--ro-bind', reach(run.socket), insideRun.socket]),
    ...['--remount-ro', '/', '--chdir', '/', '--seccomp', String(descriptors.filter), '--'],
    ...command(run, openFiles),
  ];
}

function command({ helperNode, limits, around }: SandboxRun, openFiles: number): string[] {
  const ulimits = [
    '--core=0',
    `--nofile=${Math.min(limits.openFiles, openFiles)}`,
    `--nproc=${limits.processes}`,
    `--fsize=${limits.diskBytes}`,
    // SIGXCPU first, which says what happened.
    `--cpu=${limits.cpuSeconds}:${limits.cpuSeconds + 5}`,
  ];
  return [
    insideRun.shell,
    '-c',
    firstProcess,
    'sh',
    ...(around?.processor == null ? [] : ['/usr/bin/taskset', '--cpu-list', `${around.processor}`]),
    '/usr/bin/prlimit',
    ...ulimits,
    '--',
    helperNode,
    insideRun.helper,
  ];
}
