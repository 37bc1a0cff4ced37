import { createHash } from 'node:crypto';
import type { Archive } from '../archive/schema.js';
import type { Comparison } from '../compare/schema.js';
import type { EntryPoints } from '../ecosystem.js';
import type { Provenance } from '../provenance.js';
import type { Release } from '../release.js';
import type { Source, SourceNote } from '../source/schema.js';
import type { Finding, Severity } from './schema.js';
import type { UnexplainedCode } from './unexplained-code.js';

/** Everything a signal may look at. */
export interface SignalInput {
  release: Release;
  archive: Archive;
  comparison: Comparison;
  entryPoints: EntryPoints;
  source: Source | null;
  sourceNotes: readonly SourceNote[];
  /** What was signed about the release; null when nothing was. */
  provenance: Provenance | null;
  /** True when a rebuild succeeded, so that a missing counterpart means something. */
  rebuilt: boolean;
  /** Contents of entries without evidence, up to a limit; others are absent. */
  contents: ReadonlyMap<string, Buffer>;
  /** Contents of the nearest counterparts of entries without evidence, by the entry's path; up to a limit, others are absent. */
  counterparts: ReadonlyMap<string, Buffer>;
  /** Contents of code that is accounted for, up to a limit. */
  accounted: ReadonlyMap<string, Buffer>;
  /** Unexplained scripts, and what of them is new. */
  code: readonly UnexplainedCode[];
  /** The release's own manifest and the best counterpart of it, parsed; null when absent or unreadable. */
  manifest: { release: Record<string, unknown> | null; reference: Record<string, unknown> | null };
  /** Installed path of the manifest. */
  manifestFile: string;
  /** Why an unexplained entry could act, by path; entries that can't are absent. */
  acting: ReadonlyMap<string, string>;
  /**
   * Acting entries that something accounted for loads or names, or that such an entry names in turn: a build should have
   * made them. An entry that isn't here was added.
   */
  expected: ReadonlySet<string>;
  /** Files that the release lacks and uses, with what uses them. */
  missed: ReadonlyMap<string, string>;
}

/** What a signal says; id, title and default severity are added. */
export interface SignalHit {
  path: string | null;
  line?: number;
  excerpt?: string;
  message: string;
  severity?: Severity;
  /**
   * What makes it the same finding in another release; message and excerpt unless given. To be given where these cut something off
   * or leave out what an attacker could swap, and where they name what every release has another of.
   */
  substance?: readonly unknown[];
}

/** A named reason for concern. */
export interface Signal {
  /** Stable, kebab-case; also the name of its docs page. */
  id: string;
  title: string;
  severity: Severity;
  /** What it looks at, one line. */
  looksAt: string;
  find(input: SignalInput): Finding[];
}

/** A hit as a finding of a signal, with the page that says what to make of it. */
export const findingOf = (
  { id, title, severity }: Pick<Signal, 'id' | 'title' | 'severity'>,
  hit: SignalHit,
): Finding => ({
  signal: id,
  title,
  docs: `docs/signals/${id}.md`,
  severity: hit.severity ?? severity,
  path: hit.path,
  line: hit.line ?? null,
  excerpt: hit.excerpt?.slice(0, 200) ?? null,
  message: hit.message,
  fingerprint: createHash('sha256')
    .update(JSON.stringify([id, hit.path, hit.substance ?? [hit.message, hit.excerpt ?? null]]))
    .digest('hex'),
  new: null,
});

/** Declares a signal; `detect` returns hits, the helper makes findings of them. */
export function defineSignal(
  signal: Omit<Signal, 'find'> & { detect(input: SignalInput): SignalHit[] },
): Signal {
  const { detect, ...rest } = signal;
  return { ...rest, find: (input) => detect(input).map((hit) => findingOf(rest, hit)) };
}
