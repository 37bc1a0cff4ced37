import type { VerdictKind } from '../../judge/schema.js';
import type { Result } from '../../result.js';
import { prose } from './layout.js';
import { type Line, line, type Style, styled } from './line.js';
import type { TerminalOptions } from './options.js';

const looks: Record<VerdictKind, { mark: string; style: Style }> = {
  reproduced: { mark: '✔', style: 'green' },
  inert: { mark: '●', style: 'yellow' },
  differs: { mark: '✖', style: 'red' },
  suspicious: { mark: '✖', style: 'red' },
  inconclusive: { mark: '?', style: 'yellow' },
};

/** The mark of each verdict. */
export const marks: Readonly<Record<VerdictKind, string>> = {
  reproduced: looks.reproduced.mark,
  inert: looks.inert.mark,
  differs: looks.differs.mark,
  suspicious: looks.suspicious.mark,
  inconclusive: looks.inconclusive.mark,
};

/** `✔ reproduced (bit-identical): lru-cache 11.3.6`: all of a result that fits in one line. */
function headline({ verdict, release }: Result): Line {
  return line`${verdictWords(verdict.kind, verdict.level)}: ${styled('bold', release.name)} ${release.version}`;
}

/** `✔ reproduced (bit-identical)`, in the verdict's colour. */
export function verdictWords(kind: VerdictKind, level: string | null = null): Line {
  const { mark, style } = looks[kind];
  return line`${styled(style, mark)} ${styled(style, styled('bold', level === null ? kind : `${kind} (${level})`))}`;
}

/** Verdict and level, then the judge's sentence. */
export function heading(result: Result, { width }: TerminalOptions): Line[] {
  return [headline(result), ...prose(result.verdict.summary, width, '  '), line``];
}
