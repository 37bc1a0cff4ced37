import { bunBinaryPins, bunPins } from './lockfile-bun.js';
import { npmPins } from './lockfile-npm.js';
import { pnpmPins } from './lockfile-pnpm.js';
import { yarnPins } from './lockfile-yarn.js';

/** A version that a lockfile names, under the package's real name. */
export interface PinnedVersion {
  name: string;
  version: string;
  /** SRI as stated; null where the lockfile states none. */
  integrity: string | null;
}

/** What a lockfile holds the install to. */
export interface PinnedVersions {
  /** Each version once, in the file's order. */
  versions: PinnedVersion[];
  /** Why nothing could be read; null when the file was understood. */
  note: string | null;
}

/** Characters; parsers need many times that in memory. */
const limit = 16 * 2 ** 20;

const readers: Record<string, (text: string) => PinnedVersion[] | Promise<PinnedVersion[]>> = {
  'package-lock.json': npmPins,
  'npm-shrinkwrap.json': npmPins,
  'yarn.lock': yarnPins,
  'pnpm-lock.yaml': pnpmPins,
  'bun.lock': bunPins,
  'bun.lockb': bunBinaryPins,
};

/**
 * Reads which registry versions a lockfile pins; `name` is that of the file, without folders. Never throws: what can't be read pins
 * nothing, and `note` says why.
 */
export async function pinnedVersions(name: string, text: string): Promise<PinnedVersions> {
  const read = readers[name];
  const nothing = (reason: string): PinnedVersions => ({ versions: [], note: `${name}: ${reason}` });
  if (read === undefined) return nothing('no lockfile of a known kind');
  if (text.length > limit) return nothing(`larger than ${limit / 2 ** 20} MiB`);
  try {
    const versions = new Map<string, PinnedVersion>();
    for (const pin of await read(text.replace(/^\uFEFF/, ''))) {
      const key = `${pin.name}@${pin.version}`;
      if ((versions.get(key)?.integrity ?? null) === null) versions.set(key, pin);
    }
    return { versions: [...versions.values()], note: null };
  } catch (error) {
    const [line = ''] = (error as Error).message.split('\n');
    return nothing(`can't be read (${line.slice(0, 120)})`);
  }
}
