import type { Decision } from '../policy/decision.js';
import type { Result } from '../result.js';

/** A form in which a result is written for people or platforms. */
export interface Format {
  /** What stands behind the dot of its files' names. */
  extension: string;
  /**
   * The whole text of a file. Nothing of a result is trusted: what could act where the text is read must be escaped.
   *
   * @param decision What a policy makes of the result; a result alone is without one.
   */
  write(result: Result, decision?: Decision): string | Promise<string>;
}

/** Makes a format; each is one file, listed in `formats.ts`. */
export const defineFormat = (format: Format): Format => format;
