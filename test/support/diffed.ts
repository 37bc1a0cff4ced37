import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Config, configSchema } from '../../src/config/schema.js';
import type { DiffResult } from '../../src/diff/result.js';
import { diff } from '../../src/diff.js';
import { temporaryFolder } from './folder.js';
import { npmTarball } from './tarball.js';

/** What is compared: the bytes of a tarball, or files that npm packs. */
export type Given = Buffer | Record<string, string | Buffer | object>;

/** Compares two tarballs on disk as the command does. */
export async function diffed(a: Given, b: Given, config: Partial<Config> = {}): Promise<DiffResult> {
  const folder = await temporaryFolder();
  const write = async (name: string, given: Given) => {
    const path = join(folder, `${name}.tgz`);
    await writeFile(path, Buffer.isBuffer(given) ? given : npmTarball(given));
    return path;
  };
  return diff(await write('a', a), await write('b', b), context(folder, config));
}

/** A context whose stages may ask nobody. */
export function context(cache: string, config: Partial<Config> = {}) {
  return {
    config: { ...configSchema.parse({}), ...config },
    cache,
    offline: true,
    signal: new AbortController().signal,
    progress: () => undefined,
  };
}

/** Writes files into a new folder. */
export async function unpacked(files: Record<string, string>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content, { mode: 0o644 });
  }
  return folder;
}

/** Status by path. */
export const statuses = ({ entries }: DiffResult): Record<string, string> =>
  Object.fromEntries(entries.map(({ path, status }) => [path, status]));
