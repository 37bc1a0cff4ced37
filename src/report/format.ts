import type { Result } from '../result.js';

/** A form in which a result is written for people or platforms. */
export interface Format {
  /** What stands behind the dot of its files' names. */
  extension: string;
  /** The whole text of a file. Nothing of a result is trusted: what could act where the text is read must be escaped. */
  write(result: Result): string | Promise<string>;
}

/** Makes a format; each is one file, listed in `formats.ts`. */
export const defineFormat = (format: Format): Format => format;
