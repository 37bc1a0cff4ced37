import type { Change, Repeated, RepeatResult } from '../repeat/schema.js';
import { bounded, field, prose } from './terminal/layout.js';
import { type Line, line, printed, styled } from './terminal/line.js';
import type { TerminalOptions } from './terminal/options.js';

const looks = {
  same: { mark: '✔', style: 'green' },
  unreproducible: { mark: '✖', style: 'red' },
  'changed-world': { mark: '?', style: 'yellow' },
} as const;

/** What came of repeating a result as a person reads it. Ends with a line break. */
export function repeatReport(result: RepeatResult, options: TerminalOptions): string {
  const { mark, style } = looks[result.outcome];
  const limit = options.verbose ? Number.POSITIVE_INFINITY : 20;
  const lines = [
    line`${styled(style, mark)} ${styled(style, styled('bold', result.outcome))}: ${result.release.purl}`,
    ...prose(result.summary, options.width, '  '),
    line``,
    ...result.rebuilds.flatMap((each) => rebuildLines(each, limit)),
    ...bounded(result.changes, limit, (change) => field('changed', changeLine(change))),
  ];
  return `${lines.map((each) => printed(each, options.color).trimEnd()).join('\n')}\n`;
}

const words = {
  tarball: 'the same tarball',
  tar: 'the same tar stream, other gzip',
  entries: 'other in parts that the verdict does not rest on',
  none: 'not the same',
};

function rebuildLines({ plan, summary, same, differing, failure }: Repeated, limit: number): Line[] {
  return [
    field('rebuild', line`${styled('bold', words[same])}: plan ${plan.slice(0, 12)}, ${summary}`),
    ...(failure === null ? [] : [field('failed', line`${failure}`)]),
    ...bounded(failure === null ? differing : [], limit, ({ path, now }) =>
      field('differs', line`${path}${now === null ? ', which was not packed' : ''}`),
    ),
  ];
}

const kinds: Record<Change['kind'], string> = {
  release: 'the release has other bytes',
  source: 'the source is not there',
  'material-lost': 'not served any more',
  'material-other': 'served with other bytes',
  'material-new': 'served only now',
  tool: 'a tool with other bytes',
  engine: 'another sandbox',
};

const changeLine = ({ kind, what, before, now }: Change): Line =>
  line`${what}: ${kinds[kind]} ${styled('dim', `(${before ?? 'none'} → ${now ?? 'none'})`)}`;
