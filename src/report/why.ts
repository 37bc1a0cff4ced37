import type { CauseFound, Seen, WhyResult } from '../why/schema.js';
import { bounded, field, prose } from './terminal/layout.js';
import { type Line, line, printed, styled } from './terminal/line.js';
import type { TerminalOptions } from './terminal/options.js';

const looks = {
  reproducible: { mark: '✔', style: 'green' },
  unreproducible: { mark: '✖', style: 'red' },
  'not-built': { mark: '?', style: 'yellow' },
} as const;

/** Why a release is not reproducible, as a person reads it. Ends with a line break. */
export function whyReport(result: WhyResult, options: TerminalOptions & { patch: string | null }): string {
  const { mark, style } = looks[result.outcome];
  const { name, version, commit } = result.subject;
  const lines = [
    line`${styled(style, mark)} ${styled(style, styled('bold', result.outcome))}: ${name} ${version}`,
    ...prose(result.summary, options.width, '  '),
    line``,
    field('commit', line`${commit.slice(0, 12)}`),
    ...(result.plan === null
      ? []
      : [field('plan', line`${result.plan.digest.slice(0, 12)}, ${result.plan.summary}`)]),
    ...(result.builds === 0
      ? []
      : [
          field(
            'builds',
            line`${result.builds}${result.variations.length === 0 ? '' : ', with these varied:'}`,
          ),
          ...variationLines(result),
        ]),
    ...result.causes.flatMap((cause, at) => causeLines(cause, at + 1, options)),
    ...unexplainedLines(result, options),
    ...result.notes.flatMap((note) => prose(`note: ${note}`, options.width, '  ')),
    ...patchLines(options.patch),
  ];
  return `${lines.map((each) => printed(each, options.color).trimEnd()).join('\n')}\n`;
}

const outcomes = {
  same: { mark: '=', style: 'green', words: 'no difference' },
  differs: { mark: '≠', style: 'red', words: 'makes a difference' },
  fails: { mark: '✖', style: 'red', words: 'the build does not survive it' },
  impossible: { mark: '?', style: 'yellow', words: 'could not be varied here' },
  'not-tried': { mark: '-', style: 'dim', words: 'not tried' },
} as const;

function variationLines({ variations }: WhyResult): Line[] {
  return variations.map(({ title, outcome, note }) => {
    const { mark, style, words } = outcomes[outcome];
    const rest = note === null ? line`` : line` ${styled('dim', `(${note})`)}`;
    return field('', line`${styled(style, mark)} ${title}: ${words}${rest}`);
  });
}

const proofs = {
  experiment: 'builds that differ in this alone show it',
  bytes: 'the differing bytes show it',
  likely: 'likely: nothing else that was seen explains it',
};

function causeLines(found: CauseFound, number: number, { width, verbose }: TerminalOptions): Line[] {
  const limit = verbose ? Number.POSITIVE_INFINITY : 5;
  const files = new Map<string, Seen>();
  for (const seen of found.entries) if (!files.get(seen.path)?.sample) files.set(seen.path, seen);
  return [
    line``,
    line`${number}. ${styled('bold', found.title)} ${styled('dim', `(${found.cause}; ${proofs[found.proof]})`)}`,
    ...bounded([...files.values()], limit, (seen) => seenLines(seen, 'in')),
    ...(found.detail === null ? [] : prose(found.detail, width, '     ')),
    ...bounded(found.places, limit, ({ path, line: at, text }) =>
      field('from', line`${path}${at === null ? '' : `:${at}`}: ${styled('cyan', text)}`),
    ),
    ...(found.tool === null
      ? []
      : [field('from', line`no line of the build files: one of the tools that it runs (${found.tool})`)]),
    ...prose(`fix: ${found.fix.text}`, width, '  '),
  ];
}

function seenLines({ path, sample }: Seen, label: string): Line[] {
  const name = path === '' ? 'the tarball itself' : path;
  if (sample === null) return [field(label, line`${styled('bold', name)}`)];
  const cut = (text: string) => (text.length > 70 ? `${text.slice(0, 69)}…` : text);
  return [
    field(label, line`${styled('bold', name)}:${sample.line}`),
    field('', line`${styled('red', `- ${cut(sample.before)}`)}`),
    field('', line`${styled('green', `+ ${cut(sample.now)}`)}`),
  ];
}

function unexplainedLines({ unexplained }: WhyResult, { verbose }: TerminalOptions): Line[] {
  if (unexplained.length === 0) return [];
  return [
    line``,
    line`${styled('bold', 'Not explained')} ${styled('dim', '(no cause is known for these)')}`,
    ...bounded(unexplained, verbose ? Number.POSITIVE_INFINITY : 10, (seen) => seenLines(seen, seen.against)),
  ];
}

function patchLines(patch: string | null): Line[] {
  if (patch === null || patch === '') return [];
  return [
    line``,
    line`${styled('bold', 'What can be mended by an edit')} ${styled('dim', '(--fix makes it)')}`,
    ...patch
      .trimEnd()
      .split('\n')
      .map((each) => line`${each}`),
  ];
}
