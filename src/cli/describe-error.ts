import { styleText } from 'node:util';
import { exitCodes, ReproveError } from '../errors.js';
import { escapeText } from '../report/escape.js';
import type { Failure } from '../report/outcome.js';

/** Any error as data: ours as they are, others as `E_INTERNAL` (exit code 4, so that no CI takes it for a verdict). */
export function describeError(error: unknown): Failure['error'] {
  if (error instanceof ReproveError) {
    const { code, message, hint, exitCode } = error;
    return { code, message, hint, exitCode };
  }
  const full = (error as NodeJS.ErrnoException | null)?.code === 'ENOSPC';
  if (full) {
    return {
      code: 'E_NO_SPACE',
      message: `the disk is full: ${(error as Error).message}`,
      hint: 'Make room, see `reprove cache ls`, or name another disk with --cache and TMPDIR.',
      exitCode: exitCodes.environment,
    };
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    code: 'E_INTERNAL',
    message: `unexpected ${message}`,
    hint: 'This is a fault of reprove. Run again with -v for the stack, and report it.',
    exitCode: exitCodes.environment,
  };
}

/** How an error is printed. */
export interface ErrorStyle {
  color: boolean;
  /** Stacks and causes too. */
  verbose: boolean;
}

/** `error: <message> (<code>)` and the hint below it. Only `verbose` shows a stack. Ends with a line break. */
export function errorText(error: unknown, subject: string | null, { color, verbose }: ErrorStyle): string {
  const { code, message, hint } = describeError(error);
  const paint = (style: 'red' | 'dim', text: string): string =>
    color ? styleText(style, text, { validateStream: false }) : text;
  const about = subject === null ? '' : `${escapeText(subject, 200)}: `;
  const lines = [
    `${paint('red', 'error:')} ${about}${escapeText(message, 1_000)} ${paint('dim', `(${code})`)}`,
    `  ${escapeText(hint, 1_000)}`,
    ...(verbose ? stack(error).map((each) => `  ${paint('dim', escapeText(each))}`) : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** An error's stack and those of its causes, at most five deep. */
function stack(error: unknown): string[] {
  const lines: string[] = [];
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    lines.push(...`${depth > 0 ? 'caused by ' : ''}${at.stack ?? at.message}`.split('\n'));
  }
  return lines;
}
