import { escapeText } from '../escape.js';

/** Characters of a message at most. */
const longest = 1_000;

/**
 * A plain text message (SARIF 3.11). Square brackets would make a link of what stands in them, and braces a placeholder: they are escaped as
 * the standard has it.
 */
export const plainMessage = (text: string): string =>
  escapeText(text, longest)
    .replace(/[\\[\]]/g, '\\$&')
    .replace(/\{(\d+)\}/g, '{{$1}}');
