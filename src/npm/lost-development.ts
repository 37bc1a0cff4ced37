import type { PinnedVersion } from './lockfile-pins.js';
import { yarnPins } from './lockfile-yarn.js';

/** Versions that are looked up for one lockfile at most. */
const most = 500;

/** What a build may do without: `dependencies` are never left out. */
const kinds = ['devDependencies', 'optionalDependencies'];

/**
 * Versions in a yarn.lock of yarn 2 or later that the packages of the source ask for themselves, of whatever kind: the lockfile doesn't
 * tell kinds apart. Pure; what can't be read has none.
 */
export function ownVersions(text: string): PinnedVersion[] {
  const entries = text.split(/\r?\n(?=\S)/);
  const asked = new Set(
    entries
      .filter((entry) => /^ {2}resolution: "?[^"\s]+@workspace:/m.test(entry))
      .flatMap((entry) => [...entry.matchAll(/^ {4}"?([^":\s]+)"?: "?(npm:[^"\r\n]+)"?\r?$/gm)])
      .map(([, name, range]) => `${name}@${range}`),
  );
  try {
    return entries
      .filter((entry) => patternsOf(entry).some((pattern) => asked.has(pattern)))
      .flatMap((entry) => yarnPins(`__metadata:\n${entry}`))
      .slice(0, most);
  } catch {
    return [];
  }
}

/**
 * A package.json without the development and optional dependencies on packages of which a locked version (`name@version`) is lost.
 * Pure; text that can't be read stays as it is.
 */
export function withoutLostDevelopment(
  text: string,
  lost: ReadonlySet<string>,
): { text: string; names: string[] } {
  const gone = new Set([...lost].map((version) => version.slice(0, version.lastIndexOf('@'))));
  try {
    const json = JSON.parse(text);
    const names = kinds.flatMap((kind) =>
      Object.keys(json[kind] ?? {}).filter((name) => gone.has(name) && delete json[kind][name]),
    );
    return names.length === 0 ? { text, names } : { text: `${JSON.stringify(json, null, 2)}\n`, names };
  } catch {
    return { text, names: [] };
  }
}

/** The patterns of an entry's first line: `"a@npm:^1.0.0, a@npm:^1.1.0":`. */
function patternsOf(entry: string): string[] {
  const [first = ''] = entry.split('\n');
  return first
    .trim()
    .replace(/^"|"?:$/g, '')
    .split(', ');
}
