/** A JSON object of unknown content. */
export type Json = Record<string, unknown>;

/** Parses a JSON object; null for anything else. */
export function parseJson(text: string): Json | null {
  try {
    const value: unknown = JSON.parse(text);
    return isJson(value) ? value : null;
  } catch {
    return null;
  }
}

/** A value where it is a JSON object, an empty one otherwise. */
export const objectOf = (value: unknown): Json => (isJson(value) ? value : {});

/** Whether a value is a JSON object. */
export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
