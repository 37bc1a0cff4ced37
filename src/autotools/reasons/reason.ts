import type { ComparedEntry } from '../../compare/schema.js';
import type { CauseName } from '../../why/cause.js';
import type { CauseFound } from '../../why/schema.js';

/** An entry of a source tarball that nothing accounts for. */
export interface Left extends Pick<ComparedEntry, 'path' | 'difference'> {
  /** Its beginning as text, a character for each byte; '' for what could not be read. */
  head: string;
}

/** What is known besides one entry. */
export interface ReasonFacts {
  /** What was said of build files that are like no known one, by path. */
  unlikeKnown: ReadonlyMap<string, string>;
  /** Paths at which a clean `make dist` packed nothing; null where none was run to its end. */
  unpacked: ReadonlySet<string> | null;
}

/** One reason why a file of a source tarball is not what its source accounts for. */
export interface Reason {
  cause: CauseName;
  title: string;
  /** Whether it is the reason of an entry, and what shows it; null where nothing does. Pure. */
  recognise(left: Left, facts: ReasonFacts): { proof: CauseFound['proof']; detail?: string } | null;
  /** What a maintainer does about it. */
  fix: string;
}

/** Defines a reason. */
export const defineReason = (reason: Reason): Reason => reason;
