import type { Entry } from '../archive/schema.js';
import { defaultCompareLimits } from '../compare/limits.js';
import type { ComparedEntry, Comparison } from '../compare/schema.js';
import type { DiffEntry } from './result.js';

const special = 0o7000;
const octal = ({ mode }: Entry) => (mode & 0o7777).toString(8).padStart(3, '0');
const modes = (a: Entry, b: Entry) => `mode ${octal(a)} in a, ${octal(b)} in b`;

/** Every path of the two, with what the comparison of b's entries with those of a came to; in order of path (code units). */
export function diffEntries(a: readonly Entry[], b: readonly Entry[], comparison: Comparison): DiffEntry[] {
  const [before, after] = [byPath(a), byPath(b)];
  const compared = comparison.entries.map((entry) => {
    const [old, now] = [before.get(entry.path), after.get(entry.path)!];
    return old === undefined ? only('only-in-b', now) : paired(old, now, entry);
  });
  const gone = a.filter(({ path }) => !after.has(path)).map((entry) => only('only-in-a', entry));
  return [...compared, ...gone].sort((one, other) => (one.path < other.path ? -1 : 1));
}

const byPath = (entries: readonly Entry[]) => new Map(entries.map((entry) => [entry.path, entry]));

const nothing = { normalizations: [], difference: null, notRead: null };

function only(status: 'only-in-a' | 'only-in-b', entry: Entry): DiffEntry {
  const [a, b] = status === 'only-in-a' ? [fileOf(entry), null] : [null, fileOf(entry)];
  return { path: entry.path, status, a, b, ...nothing };
}

function paired(a: Entry, b: Entry, { evidence, difference }: ComparedEntry): DiffEntry {
  const entry = { path: b.path, a: fileOf(a), b: fileOf(b), ...nothing };
  const sameBytes = a.sha256 === b.sha256;
  if (sameBytes && a.mode === b.mode) return { ...entry, status: 'same' };
  // The comparator asks for such a bit of the new side alone: here one that goes is as much of a difference as one that comes.
  if (evidence.kind === 'equivalent' && ((a.mode ^ b.mode) & special) === 0) {
    const normalizations = evidence.normalizations.map((one) =>
      one.name === 'mode-bits' ? { ...one, detail: modes(a, b) } : one,
    );
    return { ...entry, status: 'equivalent', normalizations };
  }
  if (sameBytes) {
    const summary = `same bytes; ${modes(a, b)}`;
    return {
      ...entry,
      status: 'different',
      difference: { kind: 'text', summary, lines: [], truncated: false },
    };
  }
  const largest = Math.max(a.size, b.size);
  const { fileBytes } = defaultCompareLimits;
  return {
    ...entry,
    status: 'different',
    difference: difference === null ? null : withoutSide(difference),
    notRead: largest > fileBytes ? `${largest} bytes, more than the ${fileBytes} that are looked into` : null,
  };
}

/** There is one thing that it could be a difference to. */
function withoutSide({ against: _, ...shown }: NonNullable<ComparedEntry['difference']>) {
  return shown;
}

const fileOf = ({ size, mode, sha256 }: Entry) => ({ size, mode, sha256 });
