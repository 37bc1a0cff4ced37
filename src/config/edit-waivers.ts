import { isDeepStrictEqual } from 'node:util';
import { applyEdits, modify } from 'jsonc-parser';
import type { Waiver } from './waiver-schema.js';

/**
 * The text of a configuration with waivers added at its end; everything else stays as it is written, indentation and line ends
 * included. Throws when that can't be done without changing anything else.
 */
export function withWaivers(text: string, waivers: readonly Waiver[]): string {
  const before = JSON.parse(text) as { waivers?: unknown[] };
  const formattingOptions = {
    insertSpaces: !/^\t/m.test(text),
    tabSize: /^( +)\S/m.exec(text)?.[1]?.length ?? 2,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
  const all = before.waivers === undefined ? { ...before, waivers: [] } : before;
  let edited =
    before.waivers === undefined
      ? applyEdits(text, modify(text, ['waivers'], [], { formattingOptions }))
      : text;
  for (const waiver of waivers) {
    const edits = modify(edited, ['waivers', -1], waiver, { formattingOptions, isArrayInsertion: true });
    edited = applyEdits(edited, edits);
  }
  const wanted = { ...all, waivers: [...(all.waivers ?? []), ...waivers] };
  if (!isDeepStrictEqual(JSON.parse(edited), wanted))
    throw new Error('the file was not edited as it should be');
  return edited;
}
