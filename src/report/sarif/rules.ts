import type { Severity } from '../../judge/schema.js';
import type { Concern } from '../concerns.js';
import { escapeText } from '../escape.js';
import { pages, readPage } from '../pages.js';
import { everySignal } from '../signal-index.js';

/** Levels of SARIF by our severities. */
export const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};

/** What GitHub sorts security alerts by. */
const scores: Record<Severity, string> = { high: '8.9', medium: '6.0', low: '3.0', info: '0.1' };

const severityOfVerdict: Record<string, Severity> = {
  suspicious: 'high',
  differs: 'medium',
  inconclusive: 'medium',
  inert: 'info',
};

/** The rules that results name: signals and verdicts, with their page as help. In order of id. */
export async function rulesOf(concerns: readonly Concern[]) {
  const titles = new Map(concerns.map(({ rule, title }) => [rule, title]));
  const ids = [...titles.keys()].sort((a, b) => (a < b ? -1 : 1));
  return Promise.all(ids.map((id) => rule(id, titles.get(id)!)));
}

/** A result of another version may name a signal that this one doesn't have. */
async function rule(id: string, givenTitle: string) {
  const page = pages.find(({ name, kind }) => name === id && kind !== 'normalizer');
  const signal = everySignal.find((one) => one.id === id);
  const severity = signal?.severity ?? severityOfVerdict[id] ?? 'medium';
  const title = sentence(page?.title ?? escapeText(givenTitle, 200));
  const text = page === undefined ? title : unlinked(await readPage(page.file));
  const more = `\n\nThe same in a terminal: reprove explain ${page?.name ?? ''}`.trimEnd();
  return {
    id,
    // Never the id itself, which the standard wants to be another thing.
    name: `${signal === undefined ? 'Verdict' : ''}-${id}`.replace(/-([a-z])/g, (_, letter: string) =>
      letter.toUpperCase(),
    ),
    shortDescription: { text: title },
    fullDescription: { text: signal === undefined ? title : `${title} It looks at: ${signal.looksAt}` },
    help: { text: `${text}${more}`, markdown: `${text}${more}` },
    defaultConfiguration: { level: levels[severity] },
    properties: {
      tags: ['security', 'supply-chain', 'external/cwe/cwe-506'],
      precision: severity === 'high' ? 'high' : 'medium',
      'problem.severity': { error: 'error', warning: 'warning', note: 'recommendation' }[levels[severity]],
      'security-severity': scores[severity],
    },
  };
}

/** Pages link each other by relative paths, which lead nowhere elsewhere. */
const unlinked = (page: string): string => page.replace(/\[([^\]]+)\]\([^)]*\)/g, '$1').trim();

const sentence = (title: string): string => (/[.!?]$/.test(title) ? title : `${title}.`);
