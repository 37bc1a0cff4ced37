import { escapeText } from './escape.js';

/** Characters of one string at most. */
const longest = 4_000;

/**
 * A copy of data in which nothing is hidden: every string, wherever it stands, is made visible as `escapeText` does. Reports are
 * written from such a copy, so that no place of theirs can forget it.
 */
export function shown<T>(value: T): T {
  if (typeof value === 'string') return escapeText(value.replaceAll('\t', '  '), longest) as T;
  if (Array.isArray(value)) return value.map((one) => shown(one)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [escapeText(key), shown(one)])) as T;
}
