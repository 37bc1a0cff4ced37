import type { Entry } from '../archive/schema.js';
import type { Finding } from '../judge/schema.js';
import { findingOf, type Signal, type SignalHit } from '../judge/signal.js';
import type { Checkout } from './checkout.js';

/** What a maintainer asks of releases, beyond that they come from their source. */
export interface GateRules {
  /** Globs of branches that releases are made from; empty for any. */
  branches: readonly string[];
  /** Whether a tag of the version has to be there before it is published. */
  tag: 'required' | 'optional';
  /** True where commit and tag are about to be pushed: that the remote has neither is no finding then. */
  beforePush: boolean;
  /** The tag that is being released, where somebody says so. */
  tagName: string | null;
}

/** One package that is about to be published. */
export interface Candidate {
  name: string;
  version: string;
  /** Folder in the work tree, '' for its root. */
  directory: string;
  /** Repository address that it states; null where it states none. */
  repository: string | null;
  /**
   * The file that says what it is; null for a project's own source release, which no file has to describe, and in which what the commit has is public
   * anyway.
   */
  manifestFile: string | null;
  /** Of a source release, those that the commit does not have at their place. */
  entries: readonly Entry[];
  /** Contents of the entries, as far as they are small. */
  contents: ReadonlyMap<string, Buffer>;
  /** SRI that the registry has under this name and version already; null where it has none, undefined where it could not be asked. */
  published: string | null | undefined;
  /** SRI of the tarball. */
  integrity: string;
  /** In what the lockfile is not what the manifest asks for, one line each; null without a lockfile that tells. */
  lockfile: { path: string; differences: readonly string[] } | null;
}

/** Everything that a check may look at. */
export interface CheckInput {
  checkout: Checkout;
  candidate: Candidate;
  rules: GateRules;
}

/** Something that a release is held to before it is published. Findings of medium or high severity stop it. */
export interface Check extends Omit<Signal, 'find'> {
  find(input: CheckInput): Promise<Finding[]>;
}

/** Declares a check; `detect` returns hits, the helper makes findings of them. */
export function defineCheck(
  check: Omit<Check, 'find'> & { detect(input: CheckInput): SignalHit[] | Promise<SignalHit[]> },
): Check {
  const { detect, ...rest } = check;
  return { ...rest, find: async (input) => (await detect(input)).map((hit) => findingOf(rest, hit)) };
}
