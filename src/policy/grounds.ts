import type { Finding } from '../judge/schema.js';
import type { Result } from '../result.js';
import type { Waiving } from './waiving.js';

/** What a verdict that does not pass rests on. */
export interface Grounds {
  entries: Result['verdict']['unexplained'];
  findings: Finding[];
}

/** Signals whose findings make a release differ though each of its entries may have evidence: the archive, or what it lacks. */
const decisive: ReadonlySet<string> = new Set(['archive-trick', 'entry-missing']);

/** Everything that would have to be waived for a release to pass: every entry without evidence, every high finding, and what else decides a verdict. */
export const groundsOf = ({ verdict, findings }: Result): Grounds => ({
  entries: verdict.unexplained,
  findings: findings.filter(
    ({ signal, severity }) => severity === 'high' || (decisive.has(signal) && severity === 'medium'),
  ),
});

/**
 * Whether waivers cover all of it. Never where there is nothing to cover: a verdict whose grounds can't be named is not waived by none.
 */
export function areWaived({ entries, findings }: Grounds, waiving: Waiving): boolean {
  return (
    entries.length + findings.length > 0 &&
    entries.every(({ path }) => waiving.coversEntry(path)) &&
    findings.every((finding) => waiving.coversFinding(finding))
  );
}

/** `2 of 3: lib/a.js, install-hook-added (package.json)`: what is left to be waived, three of it by name. */
export function notWaived({ entries, findings }: Grounds, waiving: Waiving): string {
  const left = [
    ...findings
      .filter((finding) => !waiving.coversFinding(finding))
      .map(({ signal, path }) => (path === null ? signal : `${signal} (${path})`)),
    ...entries.filter(({ path }) => !waiving.coversEntry(path)).map(({ path }) => path),
  ];
  const more = left.length > 3 ? ` and ${left.length - 3} more` : '';
  return `${left.length} of ${entries.length + findings.length}: ${left.slice(0, 3).join(', ')}${more}`;
}
