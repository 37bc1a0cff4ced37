import type { PinnedVersion } from './lockfile-pins.js';
import { classicLocked, patternsOf } from './lockfile-yarn-classic.js';
import { RegistryError } from './registry-error.js';
import { type Upstream, upstreamPackument } from './registry-proxy/upstream.js';

/** Versions that are looked up for one lockfile at most. */
const most = 500;

/**
 * Versions in a lockfile of yarn Classic that its entries depend on optionally. Yarn fetches them whatever platform they are for,
 * and stops at one that the registry has lost, although nothing needs it. Pure; what can't be read has none.
 */
export function optionalVersions(text: string): PinnedVersion[] {
  const optional = new Set<string>();
  let section = '';
  for (const line of text.split(/\r?\n/)) {
    section = /^ {2}(\w+):$/.exec(line)?.[1] ?? (line.startsWith('    ') ? section : '');
    const [, quoted, bare, range] = /^ {4}(?:"([^"]+)"|(\S+)) "?([^"]+?)"?$/.exec(line) ?? [];
    if (section === 'optionalDependencies') optional.add(`${quoted ?? bare}@${range}`);
  }
  if (optional.size === 0) return [];
  try {
    return blocksOf(text)
      .filter(({ patterns }) => patterns.some((pattern) => optional.has(pattern)))
      .flatMap(versionsOf)
      .slice(0, most);
  } catch {
    return [];
  }
}

/** The lockfile without the entries of these versions (`name@version`), so that yarn resolves their ranges anew. Pure. */
export function withoutVersions(text: string, lost: ReadonlySet<string>): string {
  const gone = new Set(
    blocksOf(text)
      .filter((block) => versionsOf(block).some(({ name, version }) => lost.has(`${name}@${version}`)))
      .flatMap(({ first, lines }) => lines.map((_, at) => first + at)),
  );
  return text
    .split('\n')
    .filter((_, at) => !gone.has(at))
    .join('\n');
}

/** Those of some versions that the registry doesn't have, as `name@version`. A registry that can't be asked has all of them. */
export async function lostVersions(
  versions: readonly PinnedVersion[],
  upstream: Upstream,
): Promise<Set<string>> {
  const found = await Promise.all(
    versions.map(async ({ name, version }) =>
      (await isLost(name, version, upstream)) ? [`${name}@${version}`] : [],
    ),
  );
  return new Set(found.flat());
}

/** What is cached may be older than the version; then the registry is asked. */
async function isLost(name: string, version: string, upstream: Upstream): Promise<boolean> {
  try {
    for (const since of [0, Date.now()]) {
      const { versions } = await upstreamPackument(name, since, upstream);
      if (Object.hasOwn(versions, version)) return false;
    }
    return true;
  } catch (error) {
    if (error instanceof RegistryError) return error.code === 'E_NO_SUCH_PACKAGE';
    throw error;
  }
}

const versionsOf = ({ lines }: { lines: string[] }): PinnedVersion[] =>
  classicLocked(lines.join('\n')).filter((each) => each.kind === 'registry');

/** The entries of a yarn.lock: their patterns, their lines, and the first line's place. */
function blocksOf(text: string): { patterns: string[]; lines: string[]; first: number }[] {
  const blocks: { patterns: string[]; lines: string[]; first: number }[] = [];
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    if (line.startsWith(' ')) blocks.at(-1)?.lines.push(line);
    else blocks.push({ patterns: patternsOf(line.trimEnd()), lines: [line], first: at });
  }
  return blocks;
}
