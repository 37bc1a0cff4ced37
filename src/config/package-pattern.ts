import semver from 'semver';

/** A pattern of packages, as policies name them: `@team/*`, `lru-cache@<11`. */
export interface PackagePattern {
  /** Glob over the name. */
  name: string;
  /** Range of versions; null for any. */
  range: string | null;
}

/** Characters; no registry has longer names, and matching takes time that grows faster than they do. */
export const longestPattern = 500;

/**
 * Splits a pattern at the `@` before its range; that of a scope begins the name. Null when what follows is no range, so that a typing
 * error never turns into a name that nothing has.
 */
export function packagePattern(text: string): PackagePattern | null {
  if (text.length > longestPattern || text.trim() !== text || text === '') return null;
  const at = text.lastIndexOf('@');
  // What has a slash behind its last @ is all name: no range holds one.
  if (at <= 0 || text.slice(at).includes('/')) return { name: text, range: null };
  const range = text.slice(at + 1);
  return range.trim() === '' || semver.validRange(range) === null ? null : { name: text.slice(0, at), range };
}
