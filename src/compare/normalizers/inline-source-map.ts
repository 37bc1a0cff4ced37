import { defineNormalizer } from '../normalizer.js';
import { sameSourceMap } from '../source-map.js';
import { isBinary, isScript } from './text-kinds.js';

const start = /^\n\/\/[#@] sourceMappingURL=data:application\/json;(?:charset=utf-?8;)?base64,/i;
const encoded = /^[A-Za-z0-9+/]+={0,2}$/;
/** Characters that the opening of such a comment has at most. */
const longestOpening = 100;

/**
 * Splits a script before its last line, where that is a comment with a source map. Nothing that begins before can reach into it: a
 * template, a string and a comment of several lines would have to end, and no letter of base64 ends one.
 */
function lastMap(file: Buffer): { script: Buffer; opening: string; map: Buffer; end: string } | null {
  const end = /\s{0,4}$/.exec(file.toString('latin1', Math.max(0, file.length - 4)))![0];
  const whole = file.subarray(0, file.length - end.length);
  const at = whole.lastIndexOf('\n');
  if (at === -1) return null;
  const opening = start.exec(whole.toString('latin1', at, at + longestOpening))?.[0];
  if (opening === undefined) return null;
  const data = whole.toString('latin1', at + opening.length);
  if (!encoded.test(data)) return null;
  return { script: whole.subarray(0, at), opening, map: Buffer.from(data, 'base64'), end };
}

/** What `source-map` says of a map in the last line of a script. */
export const inlineSourceMap = defineNormalizer({
  name: 'inline-source-map',
  version: 1,
  needsProof: false,
  makesEqual:
    'Source maps in the last line of a script, a comment, as `source-map` does; the script before is the same.',
  mayHide: 'What `source-map` may hide, and a change only a program that reads its own file can see.',
  applies: isScript,
  normalize({ entry: { path }, release, reference }) {
    if (isBinary(release) || isBinary(reference)) return null;
    const [left, right] = [lastMap(release), lastMap(reference)];
    if (left === null || right === null) return null;
    if (!left.script.equals(right.script) || left.opening !== right.opening || left.end !== right.end)
      return null;
    const detail = sameSourceMap(left.map, right.map, path.slice(path.lastIndexOf('/') + 1));
    return detail === null ? null : { release: reference, reference, detail };
  },
});
