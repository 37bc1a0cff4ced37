import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { lockfileNames, readLockfile } from '../../npm/lockfile.js';
import { defineInput } from './define.js';
import { InputError } from './error.js';

/** Bytes of a package.json that is looked at for what a project itself asks for. */
const largestManifest = 2 ** 22;

/** Lockfiles of npm, pnpm, yarn and bun. */
export const lockfile = defineInput({
  title: 'a lockfile',
  accepts: ({ fileName }) => lockfileNames.includes(fileName),
  async read({ text, path, fileName, content }) {
    const locked = await readLockfile(fileName, await content(), await manifestBeside(path!));
    if ('fault' in locked) throw new InputError(`${text} can't be used: ${locked.fault}`);
    return locked;
  },
});

async function manifestBeside(path: string): Promise<Readonly<Record<string, unknown>> | null> {
  try {
    const text = await readFile(join(dirname(path), 'package.json'), 'utf8');
    if (text.length > largestManifest) return null;
    const manifest: unknown = JSON.parse(text);
    return typeof manifest === 'object' && manifest !== null ? (manifest as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
