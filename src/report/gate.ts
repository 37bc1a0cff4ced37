import type { GatedPackage, GateResult } from '../gate/schema.js';
import { code, prose as words } from './markdown/text.js';
import { findings } from './terminal/findings.js';
import { verdictWords } from './terminal/heading.js';
import { field, prose } from './terminal/layout.js';
import { type Line, line, printed, styled } from './terminal/line.js';
import type { TerminalOptions } from './terminal/options.js';
import { unexplained } from './terminal/unexplained.js';

const stages = { before: 'may be published', staged: 'may be approved', published: 'is what was gated' };

/** What a gate decided as a person reads it in a terminal. Ends with a line break. */
export function gateReport(result: GateResult, options: TerminalOptions): string {
  const lines = [
    ...result.packages.flatMap((one) => packageLines(one, result, options)),
    ...result.notes.flatMap((note) => [...prose(`note: ${note}`, options.width, '  ')]),
  ];
  return `${lines.map((each) => printed(each, options.color).trimEnd()).join('\n')}\n`;
}

function packageLines(one: GatedPackage, { stage, commit }: GateResult, options: TerminalOptions): Line[] {
  const { name, version, passed, result, integrity, tag, tarball } = one;
  const head = passed
    ? line`${styled('green', '✔')} ${styled('green', styled('bold', 'gate passed'))}: ${styled('bold', name)} ${version} ${stages[stage]}`
    : line`${styled('red', '✖')} ${styled('red', styled('bold', 'gate closed'))}: ${styled('bold', name)} ${version}`;
  return [
    head,
    ...(result === null
      ? []
      : [
          line``,
          field(
            'verdict',
            line`${verdictWords(result.verdict.kind, result.verdict.level)}: ${result.verdict.summary}`,
          ),
        ]),
    field('commit', line`${commit.slice(0, 12)}${tag === null ? '' : ` (${tag})`}`),
    field('tarball', line`${tarball === null ? '' : `${tarball}, `}${integrity}`),
    ...findings(result ?? { findings: one.findings, baseline: null }, options),
    ...(result === null ? [] : unexplained(result, options)),
    line``,
  ];
}

/** The same in Markdown, for job summaries and comments: only our own words are Markdown. */
export function gateMarkdown(result: GateResult): string {
  const blocks = result.packages.map((one) => {
    const { name, version, passed, integrity, tag, reasons } = one;
    const verdict = one.result?.verdict;
    return [
      `## ${passed ? '✔ gate passed' : '✖ gate closed'}: ${code(`${name} ${version}`)}`,
      [
        ...(verdict === undefined
          ? []
          : [
              `- verdict: ${verdict.kind}${verdict.level === null ? '' : ` (${verdict.level})`}: ${words(verdict.summary)}`,
            ]),
        `- commit: ${code(result.commit)}${tag === null ? '' : ` (${code(tag)})`}`,
        `- integrity: ${code(integrity)}`,
      ].join('\n'),
      ...(reasons.length === 0
        ? []
        : [
            reasons
              .slice(0, 50)
              .map((reason) => `- ${words(reason)}`)
              .join('\n'),
          ]),
    ].join('\n\n');
  });
  return `${[...blocks, ...result.notes.map((note) => `> ${words(note)}`)].join('\n\n')}\n`;
}
