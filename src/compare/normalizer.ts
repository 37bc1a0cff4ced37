import type { Entry } from '../archive/schema.js';
import type { ReferenceFile, Span } from './reference.js';

/** What a normalizer looks at. */
export interface NormalizerInput {
  entry: Entry;
  /** The entry's bytes. */
  release: Buffer;
  file: ReferenceFile;
  /** The counterpart's bytes. */
  reference: Buffer;
  against: 'source' | 'rebuild';
  /** When the counterpart was built; null for what was not. */
  built: Span | null;
  /** Facts that are established independently of the two files. */
  proven: {
    name: string;
    version: string;
    /** Version that the source's own manifest states; null when it states none. */
    sourceVersion: string | null;
    commit: string | null;
    commitTime: string | null;
    publishedAt: string | null;
  };
}

/** A named rule that makes two different files equal, or doesn't. */
export interface Normalizer {
  /** Stable, kebab-case; also the name of its docs page. */
  name: string;
  version: number;
  /**
   * Whether it relies on more than the two files: on what is proven, on when and where the counterpart was built, or on what made it.
   * Where two things are merely compared, nothing is proven, and it isn't asked.
   */
  needsProof: boolean;
  /** What it makes equal, one line. */
  makesEqual: string;
  /** What it may hide, one line; honest. */
  mayHide: string;
  /** Cheap test by path, before contents are read. */
  applies(path: string): boolean;
  /**
   * Returns both sides rewritten to a common form, with a line that says what was done, or null when it has nothing to say.
   * Fails closed: input that can't be parsed returns null. Normalizers are applied one after the other; equality is that of
   * the final bytes.
   */
  normalize(input: NormalizerInput): { release: Buffer; reference: Buffer; detail: string } | null;
}

/** Declares a normalizer. */
export function defineNormalizer(normalizer: Normalizer): Normalizer {
  return normalizer;
}
