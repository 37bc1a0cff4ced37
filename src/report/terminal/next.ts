import type { VerdictKind } from '../../judge/schema.js';
import type { Result } from '../../result.js';
import { prose, section } from './layout.js';
import { type Line, line } from './line.js';
import type { TerminalOptions } from './options.js';

/** What to do next, which depends on the verdict and, where there is none, on why. Nothing when all is well. */
export function next(result: Result, { width }: TerminalOptions): Line[] {
  return section(
    line`What to do next`,
    advice(result).flatMap((hint) => prose(hint, width, '  ')),
  );
}

/** What to do next, a sentence or two each. */
export const advice = (result: Result): string[] =>
  byVerdict[result.verdict.kind](result).filter((hint, at, all) => all.indexOf(hint) === at);

const byVerdict: Record<VerdictKind, (result: Result) => string[]> = {
  reproduced: () => [],
  inert: () => [
    'Look through the files above: they are usually left-overs of the publisher’s folder.',
    'To let such releases fail, set policy.inert to "fail" in the configuration.',
  ],
  differs: (result) => [
    'Read the differences. If they are a build tool of another version or date, `reprove plan` shows what was assumed.',
    ...(result.rebuilds.some(({ failure }) => failure !== null)
      ? [`Some rebuilds failed and could not explain anything. ${given(['ref', 'directory', 'recipe'])}`]
      : []),
    ...keep(result),
  ],
  suspicious: (result) => [
    'Do not install this release. Read the findings, keep the report (--json --output <file>) and ask the maintainer.',
    ...keep(result),
  ],
  inconclusive: ({ verdict, sourceFailure }) =>
    [verdict.cause?.hint, sourceFailure?.hint, given(verdict.cause?.give ?? [])].filter(
      (hint) => hint !== undefined && hint !== '',
    ) as string[],
};

/** Options as a person types them. */
const options = {
  source: '--source <url>',
  ref: '--ref <rev>',
  directory: '--directory <path>',
  recipe: '--recipe <file> (docs/recipes.md)',
};

const given = (give: readonly (keyof typeof options)[]): string =>
  give.length === 0 ? '' : `What you could give: ${give.map((one) => options[one]).join(', ')}.`;

const keep = ({ rebuilds }: Result): string[] =>
  rebuilds.length === 0
    ? ['`reprove verify --keep <dir>` leaves both trees for inspection.']
    : ['`reprove verify --keep <dir>` leaves plans, logs and both trees for inspection.'];
