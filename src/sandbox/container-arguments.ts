import { readdirSync } from 'node:fs';
import type { Config } from '../config/schema.js';
import type { SandboxRun } from './engine.js';
import { openFilesAllowed } from './open-files.js';
import { etcFiles, firstProcess, insideRun, part } from './parts.js';
import { usualSurroundings } from './surroundings.js';

/** What one container is made of besides the step. */
export interface ContainerSettings {
  cli: 'docker' | 'podman';
  sandbox: Config['sandbox'];
  name: string;
  owner: string;
  /** User and group inside. */
  user: string;
  /** Host path of the file to show as /etc/passwd. */
  passwd: string;
  /** True when podman maps our own user into the container. */
  rootless: boolean;
}

/** Label by which containers of processes that are gone are found. */
export const ownerLabel = 'reprove.owner';

/** Settings that a client may inject from its own configuration: addresses and passwords of the user's proxies. */
const proxies = ['HTTP', 'HTTPS', 'FTP', 'ALL', 'NO'].flatMap((kind) => [
  `${kind}_PROXY`,
  `${kind.toLowerCase()}_proxy`,
]);

/** Everything docker or podman is told for one step. */
export function containerArguments(run: SandboxRun, settings: ContainerSettings): string[] {
  const { limits, around = usualSurroundings } = run;
  const { sandbox } = settings;
  const [uid, gid] = settings.user.split(':');
  const owned = `mode=0755,uid=${uid},gid=${gid}`;
  const temporary = `rw,exec,nosuid,nodev,size=${limits.temporaryBytes}`;
  return [
    ...['run', '--rm', '--interactive', '--pull', 'never', '--name', settings.name],
    ...['--label', `${ownerLabel}=${settings.owner}`, '--log-driver', 'none'],
    ...['--network', 'none', '--ipc', 'private', '--hostname', around.host, '--read-only'],
    ...['--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
    ...['--security-opt', `seccomp=${part('seccomp.json')}`],
    ...(sandbox.runtime === undefined ? [] : ['--runtime', sandbox.runtime]),
    ...(settings.rootless ? ['--userns', `keep-id:uid=${uid},gid=${gid}`] : []),
    ...(settings.cli === 'podman' ? ['--http-proxy=false'] : []),
    ...proxies.flatMap((name) => ['--env', `${name}=`]),
    ...['--user', settings.user, '--workdir', '/', '--oom-score-adj', '1000'],
    ...['--pids-limit', `${limits.processes}`, '--memory', `${limits.memoryBytes}`],
    ...['--memory-swap', `${limits.memoryBytes}`, '--ulimit', 'core=0'],
    ...[
      '--ulimit',
      `nofile=${Math.min(limits.openFiles, openFilesAllowed())}`,
      '--ulimit',
      `fsize=${limits.diskBytes}`,
    ],
    ...['--ulimit', `cpu=${limits.cpuSeconds}:${limits.cpuSeconds + 5}`],
    ...['--tmpfs', `/tmp:${temporary},mode=1777`, '--tmpfs', `${around.home}:${temporary},${owned}`],
    ...(around.processor === null ? [] : ['--cpuset-cpus', `${around.processor}`]),
    ...hardware().flatMap((path) => [
      '--mount',
      `type=tmpfs,destination=${path},tmpfs-size=4096,tmpfs-mode=0555`,
    ]),
    ...mount(run.work, run.workPath, true),
    ...run.mounts.flatMap(({ from, to, writable }) => mount(from, to, writable)),
    ...etcFiles.flatMap((name) =>
      mount(
        name === 'passwd' ? settings.passwd : (around.etc[name] ?? part(`etc/${name}`)),
        `/etc/${name}`,
        false,
      ),
    ),
    ...mount(part('helper.cjs'), insideRun.helper, false),
    ...(run.socket === null ? [] : mount(run.socket, insideRun.socket, false)),
    ...['--entrypoint', insideRun.shell, sandbox.image],
    ...['-c', firstProcess, 'sh', run.helperNode, insideRun.helper],
  ];
}

/** Everything of the host's /sys but the control groups, of which a container sees its own: the helper reads them. */
function hardware(): string[] {
  const below = (folder: string, except: string) =>
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== except)
      .map(({ name }) => `${folder}/${name}`);
  return [...below('/sys', 'fs'), ...below('/sys/fs', 'cgroup')];
}

/** Values are comma-separated, quoted as in CSV: a path may hold anything. */
function mount(from: string, to: string, writable: boolean): string[] {
  const fields = ['type=bind', `source=${from}`, `destination=${to}`, ...(writable ? [] : ['readonly'])];
  return ['--mount', fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(',')];
}
