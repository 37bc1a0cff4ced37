import { below } from '../compare/pairing.js';
import type { Facts } from './cause.js';
import type { Edit, Place } from './schema.js';

/** Edits that change each line as `change` says, where it says anything else than it was. Pure. */
export function lineEdits(
  places: readonly Place[],
  { files }: Facts,
  change: (line: string) => string,
): Edit[] {
  return places.flatMap(({ path, line }) => {
    if (line === null) return [];
    const before = files.texts.get(path)?.split('\n')[line - 1];
    if (before === undefined) return [];
    const after = change(before);
    return after === before ? [] : [{ path, line, before, after }];
  });
}

/** The line of the package's manifest that matches, as a place. Pure. */
export function manifestLine({ files, directory }: Facts, pattern: RegExp): Place[] {
  const path = below(directory, 'package.json');
  const lines = files.texts.get(path)?.split('\n') ?? [];
  const at = lines.findIndex((line) => pattern.test(line));
  return at === -1 ? [] : [{ path, line: at + 1, text: lines[at]!.trim().slice(0, 160) }];
}
