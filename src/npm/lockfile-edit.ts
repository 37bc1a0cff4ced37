import { constants } from 'node:fs';
import { type FileHandle, lstat, open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { PlanEdit } from '../sandbox/schema.js';
import { leaveOutBunHosts } from './bunfig-hosts.js';
import { leaveOutForeign } from './foreign-dependencies.js';
import type { GitEdit } from './git-dependencies/edit.js';
import { rewriteLockfileAddresses } from './lockfile-addresses.js';
import { dispensable, withoutPackages } from './lost-development.js';
import { withoutVersions } from './lost-versions.js';
import { leaveOutHosts } from './yarnrc-hosts.js';

/** Bytes; a larger file is left alone. */
const limit = 64 * 2 ** 20;

/** An edit that was made and can be taken back. */
interface Edited {
  path: string;
  before: Buffer;
  after: Buffer;
}

/** What edits depend on besides the files. */
export interface EditInput {
  /** Address of the registry proxy inside the sandbox. */
  publicUrl: string;
  /** Locked versions (`name@version`) of optional dependencies that the registry doesn't have. */
  lost: ReadonlySet<string>;
  /** Which of some packages have a locked version that the registry doesn't have. */
  lostPackages: (names: ReadonlySet<string>) => Promise<ReadonlySet<string>>;
}

/**
 * Applies a plan's edits to files below `work`, in place, so that owner and mode stay. No link is followed: the folder is an attacker's.
 * Only while nothing runs in it. What could not be done, or undone, is told to `note`, one line each. `undo` puts back the exact bytes,
 * unless the install wrote the file itself.
 */
export async function applyEdits(
  work: string,
  edits: readonly PlanEdit[],
  input: EditInput,
  note: (line: string) => void,
  git: GitEdit = async () => null,
): Promise<{ undo(): Promise<void> }> {
  const done: Edited[] = [];
  for (const { path, edit } of edits) {
    const change = await withFile(work, path, async (file) => {
      const before = await file.readFile();
      // One character for each byte: what isn't an address stays as it is, whatever its encoding.
      const read = before.toString('latin1');
      const text =
        edit === 'git-dependencies' ? await git(path, read) : await edited(edit, path, read, input, note);
      if (text === null) return null;
      const after = Buffer.from(text, 'latin1');
      await overwrite(file, after);
      return { path, before, after };
    });
    if (change === undefined) note(`${path}: not edited, as it is no plain file`);
    else if (change !== null) done.push(change);
  }
  return {
    async undo() {
      for (const { path, before, after } of done.splice(0).reverse()) {
        const undone = await withFile(work, path, async (file) => {
          if (!(await file.readFile()).equals(after)) return false;
          await overwrite(file, before);
          return true;
        });
        if (!undone) note(`${path}: left as the install wrote it`);
      }
    },
  };
}

/** The edited text; null when nothing is to be changed. */
async function edited(
  edit: Exclude<PlanEdit['edit'], 'git-dependencies'>,
  path: string,
  before: string,
  { publicUrl, lost, lostPackages }: EditInput,
  note: (line: string) => void,
): Promise<string | null> {
  const tell = (what: string, all: readonly string[]) =>
    note(`${path}: ${all.length} ${what}: ${all.slice(0, 3).join(' ')}`.slice(0, 240));
  if (edit === 'leave-out-foreign') {
    const { text, names } = leaveOutForeign(basename(path), before);
    if (names.length > 0) tell('dependencies are left out', names);
    return names.length === 0 ? null : text;
  }
  if (edit === 'leave-out-lost' && basename(path) === 'package.json') {
    const gone = await lostPackages(new Set(dispensable(before).map(({ name }) => name)));
    const { text, names } = withoutPackages(before, gone);
    if (names.length > 0) tell('dependencies that the registry has lost are left out', names);
    return names.length === 0 ? null : text;
  }
  if (edit === 'leave-out-lost') {
    const text = lost.size === 0 ? before : withoutVersions(before, lost);
    if (text === before) return null;
    tell('locked versions that the registry has lost are resolved anew', [...lost]);
    return text;
  }
  if (edit === 'yarnrc-hosts' || edit === 'bunfig-hosts') {
    const { text, settings } = edit === 'yarnrc-hosts' ? leaveOutHosts(before) : leaveOutBunHosts(before);
    if (settings.length > 0) tell('settings are left out', settings);
    return settings.length === 0 ? null : text;
  }
  const { text, count, untouched } = rewriteLockfileAddresses(basename(path), before, publicUrl);
  if (untouched.length > 0) tell('addresses lead elsewhere', untouched);
  return count === 0 ? null : text;
}

async function overwrite(file: FileHandle, content: Buffer): Promise<void> {
  await file.truncate(0);
  await file.write(content, 0, content.length, 0);
}

/** Opens a plain file below `root` without passing through a link; undefined when there is none. */
async function withFile<T>(
  root: string,
  path: string,
  use: (file: FileHandle) => Promise<T>,
): Promise<T | undefined> {
  const segments = path.split('/');
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) return undefined;
  for (let length = 1; length < segments.length; length += 1) {
    const folder = await lstat(join(root, ...segments.slice(0, length))).catch(() => null);
    if (folder === null || !folder.isDirectory()) return undefined;
  }
  // Without O_NONBLOCK a named pipe would hold us up.
  const flags = constants.O_RDWR | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await open(join(root, ...segments), flags).catch(() => null);
  if (file === null) return undefined;
  try {
    const stat = await file.stat();
    return stat.isFile() && stat.size <= limit ? await use(file) : undefined;
  } finally {
    await file.close();
  }
}
