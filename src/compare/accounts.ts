import type { Entry } from '../archive/schema.js';
import type { Evidence } from './schema.js';

/** A file of a reference that stands where an entry does. */
interface Counterpart {
  kind: 'source' | 'rebuild';
  /** `Reference.id` of the reference it is in. */
  reference: string;
  /** Path in that reference. */
  path: string;
}

/** One entry and what is known of it so far. */
export interface Account {
  entry: Entry;
  evidence: Evidence;
  /** Files at its place, in the order in which references were looked at. */
  counterparts: readonly Counterpart[];
  /** Why its content could not be looked at; null when it could, or did not have to be. */
  notRead: string | null;
}

/**
 * A comparison in the making: plain data that every reference adds to. `describeComparison` makes the
 * final `Comparison` of it.
 */
export interface Accounts {
  /** By installed path, in the order of the archive. */
  byPath: ReadonlyMap<string, Account>;
  /** Entry points that the source has and the release lacks. */
  missingFromSource: readonly string[];
  /** Files that every rebuild so far packed and the release lacks; null before the first rebuild. */
  missingFromRebuilds: readonly string[] | null;
}

/** Nothing is accounted for yet. */
export function openAccounts(entries: readonly Entry[]): Accounts {
  const none = (entry: Entry): Account => ({
    entry,
    evidence: { kind: 'none' },
    counterparts: [],
    notRead: null,
  });
  return {
    byPath: new Map(entries.map((entry) => [entry.path, none(entry)])),
    missingFromSource: [],
    missingFromRebuilds: null,
  };
}

/** Entries without evidence so far, in the order of the archive: what another reference is still needed for. */
export function unexplainedEntries(accounts: Accounts): Entry[] {
  return [...accounts.byPath.values()]
    .filter(({ evidence }) => evidence.kind === 'none')
    .map(({ entry }) => entry);
}

const strengths = { none: 0, equivalent: 1, rebuild: 2, upstream: 3, source: 4 } as const;

/** Strength of a kind of evidence; a weaker one never replaces a stronger one. */
export const strength = (kind: Evidence['kind']): number => strengths[kind];
