import type { ComparedEntry } from '../../compare/schema.js';
import type { Lead } from '../../judge/schema.js';
import type { Result } from '../../result.js';
import { escapeText } from '../escape.js';
import { unexplainedOf } from '../evidence.js';
import { byteCount, count } from '../terminal/amount.js';
import { advice } from '../terminal/next.js';
import { wasRebuilt } from '../terminal/rebuilds.js';
import { wayOf } from '../terminal/unexplained.js';
import type { Section } from './section.js';
import { code, fenced, prose } from './text.js';

const limits = { findings: 30, entries: 50, files: 20, linesOfFile: 30, characters: 160 };

function findings({ findings: all }: Result): Section {
  return {
    heading: `Findings (${all.length})`,
    of: all.length,
    items: all.slice(0, limits.findings).map(({ severity, title, signal, path, line, message, excerpt }) => {
      const place = path === null ? '' : ` in ${code(`${path}${line === null ? '' : `:${line}`}`)}`;
      const head = `- **${severity}** ${prose(title)}${place}: ${prose(message)} (${code(signal)})`;
      return excerpt === null ? head : `${head}\n  <br>${code(excerpt)}`;
    }),
  };
}

function phantoms(result: Result): Section {
  const { phantoms: all, judged } = unexplainedOf(result);
  const where = wasRebuilt(result) ? 'Only in the release' : 'Not in the source';
  return {
    heading: `${where} (${count(all.length, 'file')})`,
    of: all.length,
    items: all
      .slice(0, limits.entries)
      .map((entry) => `- ${code(entry.path)}, ${byteCount(entry.size)}${judgement(judged, entry)}`),
  };
}

function differences(result: Result): Section {
  const { differing, judged } = unexplainedOf(result);
  return {
    heading: `Different (${count(differing.length, 'file')})`,
    of: differing.length,
    items: differing.slice(0, limits.files).map((entry) => {
      const { difference } = entry;
      const summary =
        difference === null ? '' : `, against the ${difference.against}: ${prose(difference.summary)}`;
      const head = `- ${code(entry.path)}${judgement(judged, entry)}${summary}`;
      const lines = (difference?.lines ?? []).slice(0, limits.linesOfFile);
      if (lines.length === 0) return head;
      const more = (difference?.lines.length ?? 0) - lines.length;
      return `${head}\n\n${fenced('diff', [
        ...lines.map(({ sign, text }) => `${sign} ${escapeText(text, limits.characters)}`),
        ...(more > 0 || difference?.truncated === true ? ['@ … more that is not in this report'] : []),
      ])}`;
    }),
  };
}

/** What the judge says of an entry: whether it could act, why, and what leads there. */
function judgement(judged: ReturnType<typeof unexplainedOf>['judged'], { path }: ComparedEntry): string {
  const one = judged.get(path);
  if (one === undefined) return '';
  const act = one.canAct ? '**could act**' : 'cannot act';
  return `, ${act}: ${prose(one.why)}${led(one.lead)}`;
}

const led = (lead: Lead | null): string =>
  lead === null || lead.through.length === 0 ? '' : ` (${code(wayOf(lead))})`;

const missing = ({ comparison }: Result): Section => ({
  heading: `Missing from the release (${count(comparison?.missing.length ?? 0, 'file')})`,
  of: comparison?.missing.length ?? 0,
  items: (comparison?.missing ?? [])
    .slice(0, limits.entries)
    .map(({ path, from }) => `- ${code(path)}, in the ${from}`),
});

const notRead = ({ comparison, archive }: Result): Section => {
  const all = [
    ...archive.oddities.map(({ path, detail }) => [path ?? 'the archive', detail] as const),
    ...(comparison?.notRead ?? []).map(({ path, reason }) => [path, `not read: ${reason}`] as const),
  ];
  return {
    heading: `Of the archive (${all.length})`,
    of: all.length,
    items: all.slice(0, limits.entries).map(([path, words]) => `- ${code(path)}: ${prose(words)}`),
  };
};

const nextSteps = (result: Result): Section => ({
  heading: 'What to do next',
  items: advice(result).map((hint) => `- ${prose(hint.replaceAll('`', ''))}`),
});

/** What a report in Markdown says below its head, in this order. Each is left out where there is nothing to say. */
export const sections: readonly ((result: Result) => Section)[] = [
  findings,
  phantoms,
  differences,
  missing,
  notRead,
  nextSteps,
];
