import { dirname } from 'node:path';
import { lockfileName, lockfileNames, readLockfile } from '../../npm/lockfile.js';
import { manifestsIn, noManifests } from '../../npm/project-manifests.js';
import { defineInput, hasText, type Named } from './define.js';
import { InputError } from './error.js';

/** Lockfiles of npm, pnpm, yarn and bun, under their own names or any other. */
export const lockfile = defineInput({
  title: 'a lockfile of npm, pnpm, yarn or bun',
  accepts: async (named) => (await kindOf(named)) !== null,
  async read(named) {
    const { text, path, content } = named;
    const manifests = path === null ? noManifests : manifestsIn(dirname(path));
    const locked = await readLockfile((await kindOf(named))!, await content(), manifests);
    if ('fault' in locked) throw new InputError(`${text} can't be used: ${locked.fault}`);
    return locked;
  },
});

async function kindOf(named: Named): Promise<string | null> {
  if (lockfileNames.includes(named.fileName)) return named.fileName;
  return hasText(named) ? lockfileName(await named.content()) : null;
}
