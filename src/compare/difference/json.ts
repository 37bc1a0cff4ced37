import type { CompareLimits } from '../limits.js';
import type { Difference } from '../schema.js';
import { type Json, JsonNumber, parseStrictJson, writeJson } from '../strict-json.js';
import { shortLine, shortPair } from './long-line.js';

type Line = Difference['lines'][number];

const isObject = (value: Json): value is Map<string, Json> => value instanceof Map;

/** Key as it is read in a path: bare where it is a name, quoted where it isn't. */
const step = (key: string) => (/^[\w$@/-]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`);

interface Change {
  path: string;
  reference: Json | undefined;
  release: Json | undefined;
  order?: true;
}

function* walk(reference: Json, release: Json, path: string): Generator<Change> {
  if (isObject(reference) && isObject(release)) {
    for (const [key, value] of reference) {
      const other = release.get(key);
      if (other === undefined) yield { path: path + step(key), reference: value, release: undefined };
      else yield* walk(value, other, path + step(key));
    }
    for (const [key, value] of release)
      if (!reference.has(key)) yield { path: path + step(key), reference: undefined, release: value };
    const shared = (from: typeof reference, of: typeof release) =>
      [...from.keys()].filter((key) => of.has(key));
    const [before, after] = [shared(reference, release), shared(release, reference)];
    if (before.some((key, at) => key !== after[at])) yield { path, reference, release, order: true };
  } else if (Array.isArray(reference) && Array.isArray(release)) {
    for (let at = 0; at < Math.max(reference.length, release.length); at += 1) {
      const [before, after] = [reference[at], release[at]];
      if (before === undefined || after === undefined)
        yield { path: `${path}[${at}]`, reference: before, release: after };
      else yield* walk(before, after, `${path}[${at}]`);
    }
  } else if (!same(reference, release)) yield { path, reference, release };
}

const same = (left: Json, right: Json): boolean =>
  left instanceof JsonNumber && right instanceof JsonNumber ? left.text === right.text : left === right;

/** What changed, by path into the value; null when one side is no JSON that every reader agrees on. */
export function jsonDifference(
  reference: Buffer,
  release: Buffer,
  limits: CompareLimits,
): Pick<Difference, 'summary' | 'lines' | 'truncated'> | null {
  const [before, after] = [parseStrictJson(reference), parseStrictJson(release)];
  if (before === null || after === null) return null;
  const lines: Line[] = [];
  const notes: string[] = [];
  let changes = 0;
  for (const { path, ...change } of walk(before.value, after.value, '')) {
    changes += 1;
    if (lines.length >= limits.lines) continue;
    const name = shortLine(path.replace(/^\./, '') || 'the whole value', limits.columns / 2);
    const written = (value: Json | undefined) => (value === undefined ? '' : writeJson(value));
    notes.push(`${name} ${note(change)}`);
    if (change.order) lines.push({ sign: '@', text: `${name}: other order of keys` });
    else {
      const room = limits.columns - name.length - 2;
      const [removed, added] = shortPair(written(change.reference), written(change.release), room);
      if (change.reference !== undefined) lines.push({ sign: '-', text: `${name}: ${removed}` });
      if (change.release !== undefined) lines.push({ sign: '+', text: `${name}: ${added}` });
    }
  }
  if (changes === 0) return null;
  const summary = `${notes.slice(0, 3).join(', ')}${changes > 3 ? ` and ${changes - 3} more` : ''}`;
  return { summary: shortLine(summary, limits.columns), lines, truncated: changes > notes.length };
}

function note({ reference, release, order }: Omit<Change, 'path'>): string {
  if (order) return 'reordered';
  if (reference === undefined) return 'added';
  return release === undefined ? 'removed' : 'changed';
}
