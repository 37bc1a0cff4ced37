import { existsSync, lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

/** Top-level folders that a program of /usr may be known by. */
const aliases = ['bin', 'sbin', 'lib', 'lib32', 'lib64', 'libx32'];

/** What a host adds to /usr for itself; a build that found it there would not be the publisher's. */
const foreign = [
  '/usr/local',
  '/usr/src',
  '/usr/lib/node_modules',
  '/usr/lib64/node_modules',
  '/usr/lib/nodejs',
  '/usr/share/nodejs',
  '/usr/share/node_modules',
];

/** Runtimes of the host: the plan's own are mounted, and no other may be found by an absolute path. */
const runtimes = [
  'node',
  'nodejs',
  'npm',
  'npx',
  'corepack',
  'yarn',
  'yarnpkg',
  'pnpm',
  'pnpx',
  'bun',
  'deno',
];

/** bubblewrap's arguments that show the host's system read-only, without what is the host's own. */
export function systemArguments(): string[] {
  const args = ['--ro-bind', '/usr', '/usr'];
  for (const name of aliases) {
    const path = `/${name}`;
    if (!existsSync(path)) continue;
    if (lstatSync(path).isSymbolicLink()) args.push('--symlink', readlinkSync(path), path);
    else args.push('--ro-bind', path, path);
  }
  for (const path of foreign) if (isFolder(path)) args.push('--tmpfs', path, '--remount-ro', path);
  for (const path of hostRuntimes()) args.push('--ro-bind', '/dev/null', path);
  // The links by which compilers are found, and the linker's index.
  args.push('--perms', '0755', '--dir', '/etc');
  args.push('--ro-bind-try', '/etc/alternatives', '/etc/alternatives');
  args.push('--ro-bind-try', '/etc/ld.so.cache', '/etc/ld.so.cache');
  return args;
}

function hostRuntimes(): string[] {
  const found = runtimes
    .map((name) => join('/usr/bin', name))
    .filter(existsSync)
    .map((path) => realpathSync(path));
  return [...new Set(found)].filter(
    (path) => path.startsWith('/usr/') && !foreign.some((folder) => path.startsWith(`${folder}/`)),
  );
}

function isFolder(path: string): boolean {
  return existsSync(path) && lstatSync(path).isDirectory();
}
