import type { ComparedEntry, Difference } from '../../src/compare/schema.js';
import type { Finding } from '../../src/judge/schema.js';
import type { Signal, SignalInput } from '../../src/judge/signal.js';
import { unexplainedCode } from '../../src/judge/unexplained-code.js';
import { comparedEntry, result, source } from './result.js';

/** What a signal is shown: files without evidence, their counterparts, and what is accounted for. */
export interface Shown {
  /** Entries that nothing accounts for. */
  release: Record<string, string | Buffer>;
  /** Their counterparts in a rebuild; those without one are phantoms. */
  rebuild?: Record<string, string | Buffer>;
  accounted?: Record<string, string | Buffer>;
  /** False: nobody rebuilt it, and counterparts are the source's. */
  rebuilt?: boolean;
  /** Phantoms that accounted-for code leads to. */
  expected?: string[];
  manifest?: Record<string, unknown>;
  input?: Partial<SignalInput>;
}

const bytes = (files: Record<string, string | Buffer>) =>
  new Map(Object.entries(files).map(([path, content]) => [path, Buffer.from(content)]));

/** What one signal finds, without a comparison having been made. */
export function findingsOf(signal: Signal, shown: Shown): Finding[] {
  const { release, rebuild = {}, accounted = {}, rebuilt = true, expected = [], manifest = {} } = shown;
  const unexplained = Object.entries(release).map(([path, content]): ComparedEntry => {
    const against = rebuilt ? 'rebuild' : 'source';
    const difference: Difference = { against, kind: 'text', summary: '', lines: [], truncated: false };
    return comparedEntry(path, {
      size: content.length,
      evidence: { kind: 'none' },
      phantom: !(path in rebuild),
      difference: path in rebuild ? difference : null,
    });
  });
  const entries = [...unexplained, ...Object.keys(accounted).map((path) => comparedEntry(path))];
  const comparison = { entries, missing: [], bytes: 0, notRead: [] };
  const code = {
    comparison,
    acting: new Map(Object.keys(release).map((path) => [path, 'script'])),
    expected: new Set(expected),
    rebuilt,
    contents: bytes(release),
    counterparts: bytes(rebuild),
  };
  const hash = '0'.repeat(64);
  return signal.find({
    ...code,
    release: result().release,
    archive: {
      entries: [],
      oddities: [],
      integrity: '',
      shasum: '',
      tarSha256: hash,
      compressedBytes: 0,
      bytes: 0,
    },
    entryPoints: { loaded: [], installHooks: [] },
    source: source(),
    sourceNotes: [],
    provenance: null,
    accounted: bytes(accounted),
    code: unexplainedCode(code),
    manifest: { release: manifest, reference: manifest },
    manifestFile: 'package.json',
    missed: new Map(),
    ...shown.input,
  });
}

/** Severities by path, of what one signal finds. */
export const severities = (signal: Signal, shown: Shown) =>
  findingsOf(signal, shown).map(({ path, severity }) => [path, severity]);

/** What one signal says of a script that differs from its counterpart. */
export const ofChange = (signal: Signal, before: string, after: string, shown: Partial<Shown> = {}) =>
  findingsOf(signal, { release: { 'index.js': after }, rebuild: { 'index.js': before }, ...shown }).map(
    ({ severity }) => severity,
  );
