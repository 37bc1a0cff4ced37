import type { Difference } from '../../src/compare/schema.js';
import type { Result } from '../../src/result.js';
import { comparedEntry, differingEntry, plan, rebuild, result } from './result.js';

/** A difference as large as a result holds one. */
const lines: Difference['lines'] = Array.from({ length: 120 }, (_, at) => ({
  sign: ([' ', '-', '+', '+'] as const)[at % 4]!,
  text: `    const value${at} = compilerOptions.get("name${at}", () => createDiagnosticForNode(node, Diagnostics.${at}));`,
}));

/** A release as large as typescript 2 to 5 with all that it was tested with: 6,000 entries, 600 of which differ, a hundred phantoms. */
export function largeResult(): Result {
  const entries = Array.from({ length: 6_000 }, (_, at) => {
    const path = `lib/${['cs', 'de', 'es', 'fr', 'compiler', 'services', 'server'][at % 7]}/part${at % 40}/diagnosticMessages${String(at).padStart(5, '0')}.generated.js`;
    if (at % 10 === 0) return differingEntry(path, lines);
    if (at % 60 === 1) return comparedEntry(path, { evidence: { kind: 'none' }, phantom: true });
    if (at % 3 === 0) return comparedEntry(path, { evidence: { kind: 'rebuild', plan: 'd'.repeat(64) } });
    return comparedEntry(path);
  }).sort((a, b) => (a.path < b.path ? -1 : 1));
  const left = entries.filter(({ evidence }) => evidence.kind === 'none');
  const materials = Array.from({ length: 1_500 }, (_, at) => ({
    name: `@scope/package-${at}`,
    version: `1.${at}.0`,
    integrity: `sha512-${Buffer.alloc(64, at).toString('base64')}`,
  }));
  return result({
    release: { ...result().release, name: 'large' },
    archive: { ...result().archive, entries: entries.length },
    plans: [plan()],
    rebuilds: [rebuild({ materials })],
    comparison: { entries, missing: [], bytes: 60_000_000, notRead: [] },
    verdict: {
      ...result().verdict,
      kind: 'differs',
      level: null,
      summary: `${left.length} of 6,000 entries are not accounted for, and could act.`,
      unexplained: left.map(({ path }) => ({
        path,
        canAct: true,
        new: null,
        why: 'script',
        lead: { from: 'main', through: ['lib/typescript.js', path] },
      })),
    },
  });
}
