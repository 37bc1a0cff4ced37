import { existsSync, realpathSync } from 'node:fs';
import { bubblewrapArguments, sources } from './bubblewrap-arguments.js';
import type { SandboxRun } from './engine.js';
import { SandboxError } from './error.js';

/** Joins the memory groups in $1 and lets the kernel end the step before anything else when memory is short. */
const prepare = `for group in $1; do echo $$ > "$group" || exit 125; done
echo 1000 > /proc/self/oom_score_adj
shift
`;

/**
 * For root: in a mount namespace of our own, shows each source that follows under a number in a folder that anybody can
 * reach. The paths themselves may lead through folders that the sandbox's user must not enter, such as /root.
 */
const stage = `stage=$1
shift
mount -t tmpfs -o size=1m,mode=0755,nosuid,nodev tmpfs "$stage" || exit 125
number=0
while [ "$1" != -- ]; do
  if [ -d "$1" ]; then mkdir "$stage/$number"; else : > "$stage/$number"; fi
  mount --bind -- "$1" "$stage/$number" || exit 125
  number=$((number + 1))
  shift
done
shift
`;

/** Folders that every system has and that hide nothing we need when something is mounted over them. */
const stages = ['/mnt', '/media', '/srv', '/opt'];

/**
 * The command that ends up as bubblewrap for one step. The process id stays the same all the way, so that its parent is
 * us: its death follows ours. `uid` is the user to become, null when we are an ordinary user and stay so.
 */
export function entry(run: SandboxRun, uid: number | null, group: string, openFiles: number): string[] {
  const inherit = 'exec "$@"';
  if (uid === null) {
    const args = bubblewrapArguments(run, (path) => path, openFiles);
    return ['/bin/sh', '-c', prepare + inherit, 'sh', group, 'bwrap', ...args];
  }
  const paths = sources(run);
  const folder = stageFor(paths);
  const args = bubblewrapArguments(run, (path) => `${folder}/${paths.indexOf(path)}`, openFiles);
  return [
    ...['unshare', '--mount', '--propagation', 'private', '--'],
    ...['/bin/sh', '-c', prepare + stage + inherit, 'sh', group, folder, ...paths, '--'],
    ...['setpriv', '--reuid', `${uid}`, '--regid', `${uid}`, '--clear-groups', '--', 'bwrap', ...args],
  ];
}

function stageFor(paths: readonly string[]): string {
  const real = paths.map((path) => realpathSync(path));
  const free = stages.find(
    (folder) => existsSync(folder) && !real.some((path) => path === folder || path.startsWith(`${folder}/`)),
  );
  if (free === undefined)
    throw new SandboxError({
      code: 'E_SANDBOX',
      message: `none of ${stages.join(', ')} is there and free to mount over`,
      hint: 'make one of these folders, or run as an ordinary user',
    });
  return free;
}
