import type { Surroundings } from '../config/places.js';

/** A stream that reports or progress are written to. */
export interface Output {
  write(text: string): unknown;
  isTTY?: boolean | undefined;
  columns?: number | undefined;
}

/** What a command sees of the process it runs in; tests hand in their own. */
export interface Io extends Surroundings {
  /** Reports, and nothing else. */
  stdout: Output;
  /** Progress, errors and hints. */
  stderr: Output;
}

/** Columns where nothing says how many there are, as in a pipe. */
const usualWidth = 100;

/** Columns of a stream, within what is readable. */
export const widthOf = ({ columns }: Output): number => Math.min(Math.max(columns ?? usualWidth, 40), 200);

/** Whether a stream gets colours: `FORCE_COLOR` before `NO_COLOR` (as Node reads them), then whether it is a terminal. */
export function colorful({ isTTY }: Output, env: Io['env']): boolean {
  const force = env.FORCE_COLOR;
  if (force !== undefined) return force !== '0' && force !== 'false';
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  return isTTY === true && env.TERM !== 'dumb';
}
