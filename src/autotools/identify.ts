import type { ManifestIdentity } from '../ecosystem.js';
import type { ReleaseName } from './release-name.js';

/** Text of a configure script's source that is looked at, in bytes. */
const head = 2 ** 16;

/**
 * What `AC_INIT` of a `configure.ac` says, as far as it says it in so many words: many put the version together from macros or commands, and
 * nothing is run here. The name there is for people (`XZ Utils`), so that the project's own name stands for it.
 * A snapshot between two versions (`30+20221128`) is of none of them.
 */
export function identifyAs(release: ReleaseName): (bytes: Buffer) => ManifestIdentity | null {
  const { name } = release;
  if (snapshotDay(release.version) !== null) return () => null;
  return (bytes) => {
    const said = acInit(bytes.toString('utf8', 0, head));
    const version = said?.[1];
    return version === undefined || !/^v?\d[\w.+~-]*$/.test(version)
      ? null
      : { name, version: version.replace(/^v/, ''), repository: null };
  };
}

/** The arguments of `AC_INIT`, without their quotes; null where there is none. */
export function acInit(text: string): string[] | null {
  const found = /^[ \t]*AC_INIT\(([^()]{1,2000})\)/m.exec(text.replace(/^\s*dnl\b.*$/gm, ''));
  if (found === null) return null;
  const bare = (part: string) =>
    part
      .trim()
      .replace(/^\[+|\]+$/g, '')
      .trim();
  return found[1]!.split(',').map(bare);
}

/** The day of a snapshot, from a version with a date in it; ISO 8601, at the day's end. Null for any other version. */
export function snapshotDay(version: string): string | null {
  const [, year, month, day] = /[+~.](?:git)?(20\d\d)(\d\d)(\d\d)(?!\d)/.exec(version) ?? [];
  const time = new Date(`${year}-${month}-${day}T23:59:59Z`);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}
