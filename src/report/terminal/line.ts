import { styleText } from 'node:util';
import { escapeText } from '../escape.js';

/** How a piece of a line looks, where colours are on. */
export type Style = 'bold' | 'dim' | 'green' | 'yellow' | 'red' | 'cyan';

/** A line of the report: pieces that are safe to print. Made by `line` and `styled` only, so nothing escapes escaping. */
export interface Line {
  readonly pieces: readonly { readonly text: string; readonly style: Style | null }[];
}

/** What may stand in a line: strings are of unknown origin and get escaped. */
export type Part = string | number | Line;

/** Tag for template literals: the literal's own words are kept, every value is escaped. */
export function line(words: TemplateStringsArray, ...values: Part[]): Line {
  return {
    pieces: words.flatMap((word, at) => [
      ...(word === '' ? [] : [{ text: word, style: null }]),
      ...(at < values.length ? pieces(values[at]!) : []),
    ]),
  };
}

/** Gives a value a style; pieces that have one already keep it. */
export function styled(style: Style, value: Part): Line {
  return { pieces: pieces(value).map((piece) => ({ text: piece.text, style: piece.style ?? style })) };
}

/** Puts parts in one line, with our own words between them. */
export function joined(parts: readonly Part[], between: string): Line {
  return {
    pieces: parts.flatMap((part, at) => [
      ...(at > 0 ? [{ text: between, style: null }] : []),
      ...pieces(part),
    ]),
  };
}

/** The line as text, with terminal codes where `color` says so. */
export function printed({ pieces: all }: Line, color: boolean): string {
  return all
    .map(({ text, style }) =>
      color && style !== null ? styleText(style, text, { validateStream: false }) : text,
    )
    .join('');
}

const pieces = (value: Part): Line['pieces'] =>
  typeof value === 'object' ? value.pieces : [{ text: escapeText(String(value)), style: null }];
