import { type Json, JsonNumber, parseStrictJson } from '../compare/strict-json.js';

/**
 * Plain values of JSON on which no two readers disagree: no key twice, no half characters, no numbers that only some can hold. Null
 * for anything else. Signed bytes that are read in two ways could say one thing to a person and another to us.
 */
export function readJson(bytes: Buffer): { value: unknown } | null {
  const parsed = parseStrictJson(bytes);
  return parsed === null ? null : { value: plain(parsed.value) };
}

/** Why {@link readJson} read nothing. */
export const notStrict = 'it is no JSON, or has what readers disagree on, such as a key that occurs twice';

function plain(value: Json): unknown {
  if (value instanceof JsonNumber) return Number(value.text);
  if (Array.isArray(value)) return value.map(plain);
  if (!(value instanceof Map)) return value;
  return Object.fromEntries([...value].map(([key, member]) => [key, plain(member)]));
}
