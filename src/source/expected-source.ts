import type { Config } from '../config/schema.js';

/**
 * The repository that the configuration expects of a package: by its name, else by the longest pattern that matches, where `*` is
 * any text. Null when it says nothing.
 */
export function expectedSource(name: string, expected: Config['expectedSource']): string | null {
  if (Object.hasOwn(expected, name)) return expected[name] ?? null;
  const patterns = Object.keys(expected)
    .filter((pattern) => pattern.includes('*'))
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  for (const pattern of patterns) {
    const expression = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
    if (new RegExp(`^${expression}$`).test(name)) return expected[pattern] ?? null;
  }
  return null;
}
