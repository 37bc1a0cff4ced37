import type { Decision } from '../policy/decision.js';
import type { Result } from '../result.js';
import { decisionLines, isWorthTelling } from './decision.js';
import { defineFormat } from './format.js';
import { composed, type Section } from './markdown/section.js';
import { sections } from './markdown/sections.js';
import { code, prose } from './markdown/text.js';
import { shown } from './shown.js';
import { byteCount, count } from './terminal/amount.js';
import { tally } from './terminal/compared.js';
import { marks } from './terminal/heading.js';
import { establishedBy } from './terminal/origin.js';
import { wasRebuilt } from './terminal/rebuilds.js';

/**
 * Markdown for issues, comments and job summaries, of at most 60,000 characters. Only our own words are Markdown: everything of the release
 * is code, so that it mentions nobody, leads nowhere and ends no block.
 */
export const format = defineFormat({
  extension: 'md',
  write(raw, decision) {
    const result = shown(raw);
    return composed(head(result), [policySection(decision), ...sections.map((section) => section(result))]);
  },
});

/** What the policy makes of it, before all that was found. */
const policySection = (decision: Decision | undefined): Section => {
  const lines = decision === undefined || !isWorthTelling(decision) ? [] : decisionLines(decision);
  return {
    heading: decision?.outcome === 'pass' ? 'It passes the policy' : 'It fails the policy',
    of: lines.length,
    items: lines.slice(0, 50).map((each) => `- ${prose(each)}`),
  };
};

function head(result: Result): string {
  const { verdict, release, verifiedAt, reprove } = result;
  const kind = verdict.level === null ? verdict.kind : `${verdict.kind} (${verdict.level})`;
  const lines = [
    `- release: ${code(release.purl)}${release.publishedAt === null ? '' : `, published ${prose(release.publishedAt.slice(0, 10))}`}${release.publisher === null ? '' : ` by ${code(release.publisher)}`}`,
    `- integrity: ${code(release.integrity)}`,
    ...(release.signatures ?? []).map((said) => `- signed: ${prose(said)}`),
    `- source: ${sourceWords(result)}`,
    `- compared: ${comparedWords(result)}`,
    ...result.rebuilds.map(
      ({ plan, failure, engine, materials }) =>
        `- rebuild: ${prose(plan.summary)}${failure === null ? '' : `, **failed**: ${prose(failure.message)}`}; ${prose(engine)}, ${plan.tools.map(({ name, version }) => code(`${name} ${version}`)).join(' ')}, ${count(materials.length, 'package')} served`,
    ),
    `- verified: ${code(verifiedAt)} by reprove ${code(reprove)}`,
  ];
  return [
    `## ${marks[verdict.kind]} ${kind}: ${code(`${release.name} ${release.version}`)}`,
    prose(verdict.summary),
    lines.slice(0, 15).join('\n'),
  ].join('\n\n');
}

function sourceWords({ source, sourceFailure, release }: Result): string {
  if (source === null) {
    const stated = sourceFailure?.repository ?? release.repository;
    const why = sourceFailure === null ? '' : `: ${prose(sourceFailure.message)}`;
    return `not found${why}${stated === null ? '' : ` (stated: ${code(stated)})`}`;
  }
  const { repository, commit, ref, directory } = source;
  const folder = directory === '' ? '' : `, folder ${code(directory)}`;
  return `${code(repository)} at ${code(commit)}${ref === null ? '' : ` (${code(ref)})`}${folder}, established by ${establishedBy(source)}`;
}

function comparedWords(result: Result): string {
  const { comparison, archive } = result;
  const size = `${count(archive.entries, 'entry', 'entries')}, ${byteCount(comparison?.bytes ?? archive.bytes)}`;
  return comparison === null
    ? `nothing (${size})`
    : `${size}: ${tally(comparison.entries, wasRebuilt(result))}`;
}
