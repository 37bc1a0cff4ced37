import { lstatSync, readdirSync } from 'node:fs';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import type { Options } from 'pacote';
import { z } from 'zod';

/** Written last: what was unpacked, by path, with sizes in bytes. */
const sealSchema = z.object({ integrity: z.string(), files: z.record(z.string(), z.int()) });

const sealName = 'sealed.json';

/** Folders left behind by a killed process are removed at this age, in ms. */
const abandonedAfter = 3_600_000;

/** A tool's tarball on this machine. */
export interface ToolTarball {
  path: string;
  /** SRI; checked again while unpacking. */
  integrity: string;
}

/**
 * Unpacks a tool's tarball into `<folder>/<key>/package`, once, and returns that path. Any number of processes may do so at once: each
 * unpacks into a folder of its own and renames it when it is whole. A folder without a seal, or one that differs from it (a crash may
 * leave files empty), is never used. `tarball` is only asked for when it is needed; its errors pass through, as do pacote's.
 */
export async function unpackTool(
  folder: string,
  key: string,
  integrity: string,
  tarball: () => Promise<ToolTarball>,
): Promise<string> {
  const final = join(folder, key);
  if (await isWhole(final, integrity)) return join(final, 'package');
  await mkdir(folder, { recursive: true });
  await sweep(folder);
  const temporary = await mkdtemp(join(folder, '.unpacking-'));
  try {
    await chmod(temporary, 0o755);
    const { path, ...checked } = await tarball();
    // Loaded when a tool is new: it brings 150 files with it.
    const { default: pacote } = await import('pacote');
    await pacote.extract(path, join(temporary, 'package'), {
      integrity: checked.integrity,
    } as Options);
    await makeReadable(join(temporary, 'package'));
    const files = Object.fromEntries(listFiles(temporary, 'package'));
    await writeFile(join(temporary, sealName), JSON.stringify({ integrity, files }), {
      mode: 0o444,
      flush: true,
    });
    await replace(temporary, final, integrity);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return join(final, 'package');
}

/** Another process may have been faster; what is there and broken makes way. */
async function replace(temporary: string, final: string, integrity: string): Promise<void> {
  for (;;) {
    try {
      return await rename(temporary, final);
    } catch (error) {
      if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
      if (await isWhole(final, integrity)) return;
      await rename(final, `${temporary}-broken`);
      await rm(`${temporary}-broken`, { recursive: true, force: true });
    }
  }
}

async function isWhole(folder: string, integrity: string): Promise<boolean> {
  try {
    const seal = sealSchema.parse(JSON.parse(await readFile(join(folder, sealName), 'utf8')));
    const files = listFiles(folder, 'package');
    return (
      seal.integrity === integrity &&
      files.length === Object.keys(seal.files).length &&
      files.every(([path, size]) => seal.files[path] === size)
    );
  } catch {
    return false;
  }
}

/** Sandboxes run as somebody else: whatever umask is ours and whatever the archive said, all may read, and nobody else may write. */
async function makeReadable(path: string): Promise<void> {
  await chmod(path, 0o755);
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const below = join(path, entry.name);
    if (entry.isDirectory()) await makeReadable(below);
    else if (entry.isFile()) await chmod(below, (await lstat(below)).mode & 0o111 ? 0o755 : 0o644);
  }
}

/** Every file below `root/path` with its size, in no order. Thousands of small questions: asked one after the other they take a fifth of the time. */
function listFiles(root: string, path: string): [string, number][] {
  return readdirSync(join(root, path), { withFileTypes: true }).flatMap((entry): [string, number][] => {
    const below = `${path}/${entry.name}`;
    return entry.isDirectory() ? listFiles(root, below) : [[below, lstatSync(join(root, below)).size]];
  });
}

async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith('.unpacking-')) continue;
    const made = await stat(join(folder, name)).catch(() => null);
    const isAbandoned = made !== null && Date.now() - made.mtimeMs > abandonedAfter;
    if (isAbandoned) await rm(join(folder, name), { recursive: true, force: true });
  }
}
