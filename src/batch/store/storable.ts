import { createHash } from 'node:crypto';

/** Characters of a name, path or message that a column takes; indexes have rows of 2,700 bytes at most. */
const longest = 500;

/**
 * Text of unknown origin as a column takes it: PostgreSQL has no character 0 and no lone surrogates, and what is very long is clipped.
 * The result's blob has it whole.
 */
export function storable(text: string, limit: number = longest): string {
  const head = text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
  return Buffer.from(head.replaceAll('\0', '\ufffd')).toString();
}

/** The same for what may be absent. */
export const storableOrNull = (text: string | null | undefined, limit?: number): string | null =>
  text == null ? null : storable(text, limit);

/** A time as a column takes it; null for what is none. */
export function time(text: string | null): Date | null {
  const date = new Date(text ?? Number.NaN);
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999 || date.getUTCFullYear() < 1
    ? null
    : date;
}

/** One name for several values of any length: equal values have equal keys, and no two lists of values share one. */
export const keyOf = (...values: readonly (string | null)[]): string =>
  createHash('sha256').update(JSON.stringify(values)).digest('base64url');
