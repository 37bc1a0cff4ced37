import { escapeText } from '../escape.js';
import { count } from './amount.js';
import { type Line, line, styled } from './line.js';

const labelWidth = 10;

/** `  source     …`; an empty label continues the field above. */
export function field(label: string, value: Line): Line {
  return line`  ${styled('dim', label.padEnd(labelWidth))} ${value}`;
}

/** A headed block: an empty line, the heading, the lines. Nothing at all without lines. */
export function section(heading: Line, lines: readonly Line[]): Line[] {
  return lines.length === 0 ? [] : [line``, heading, ...lines];
}

/** The first `limit` of a list as `print` shows them, then how many more there are. */
export function bounded<T>(list: readonly T[], limit: number, print: (one: T) => Line | Line[]): Line[] {
  const lines = list.slice(0, limit).flatMap(print);
  const more = list.length - limit;
  return more > 0 ? [...lines, line`  ${styled('dim', `… ${count(more, 'more', 'more')}`)}`] : lines;
}

/** Prose of any origin, wrapped at spaces to `width` columns and indented. Words longer than a line stay whole. */
export function prose(text: string, width: number, indent: string): Line[] {
  const room = Math.max(20, width - indent.length);
  const lines: string[] = [];
  let current = '';
  for (const word of escapeText(text, 1_000).split(' ')) {
    if (current !== '' && current.length + 1 + word.length > room) {
      lines.push(current);
      current = word;
    } else {
      current = current === '' ? word : `${current} ${word}`;
    }
  }
  return [...lines, current].map((each) => ({
    pieces: [{ text: indent, style: null }, ...line`${each}`.pieces],
  }));
}
