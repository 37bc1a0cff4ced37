import type { Release } from '../release.js';
import type { Plan } from '../sandbox/schema.js';
import type { Source } from '../source/schema.js';
import { field } from './terminal/layout.js';
import { type Line, line, printed, styled } from './terminal/line.js';

/** Plans for one release as a person reads them, with the reason for each choice. Ends with a line break. */
export function planReport(
  { release, source, plans }: { release: Release; source: Source | null; plans: readonly Plan[] },
  color: boolean,
): string {
  const from = source === null ? line`` : line`, from ${source.repository} at ${source.commit.slice(0, 12)}`;
  const lines = [
    line`${styled('bold', release.name)} ${release.version}${from}`,
    ...plans.flatMap(planLines),
  ];
  return `${lines.map((each) => printed(each, color).trimEnd()).join('\n')}\n`;
}

function planLines(plan: Plan): Line[] {
  return [
    line``,
    line`${styled('bold', `plan ${plan.rank}`)} ${styled('dim', plan.digest.slice(0, 12))}  ${plan.summary}`,
    ...labelled(
      'because',
      plan.reasons.map((reason) => line`${reason}`),
    ),
    ...labelled(
      'tools',
      plan.tools.map(({ name, version, reason }) => line`${name} ${version} ${why(reason)}`),
    ),
    ...recipe(plan),
    ...(plan.directory === '' ? [] : [field('folder', line`${plan.directory}`)]),
    ...(plan.lockfile === null ? [] : [field('lockfile', line`${plan.lockfile}`)]),
    ...(plan.before === null
      ? []
      : [field('before', line`${plan.before} ${why('versions published later do not exist')}`)]),
    ...labelled(
      'edits',
      plan.edits.map(({ path, edit, reason }) => line`${path}: ${edit} ${why(reason)}`),
    ),
    ...labelled('steps', plan.steps.map(stepLine)),
    ...labelled(
      'left out',
      plan.omitted.map(({ step, reason }) => line`${step} ${why(reason)}`),
    ),
  ];
}

/** Whose recipe a plan was made from, with its text. */
const recipe = ({ recipe: from }: Plan): Line[] =>
  from === null
    ? []
    : [
        field('recipe', line`${from.path} ${why(`${from.from}, sha256 ${from.digest.slice(0, 12)}`)}`),
        ...from.text
          .trimEnd()
          .split('\n')
          .map((text) => field('', line`${styled('dim', '│')} ${text}`)),
      ];

const stepLine = ({ command, directory, network, optional, reason }: Plan['steps'][number]): Line => {
  const where = directory === '' ? '' : ` in ${directory}`;
  const notes = `${network === 'registry' ? ', with the registry' : ''}${optional ? ', may fail' : ''}`;
  return line`$ ${command.map(shellWord).join(' ')}${where}${notes} ${why(reason)}`;
};

const why = (reason: string): Line => styled('dim', line`(${reason})`);

/** One field with several lines. */
const labelled = (label: string, lines: readonly Line[]): Line[] =>
  lines.map((each, at) => field(at === 0 ? label : '', each));

/** A word of a command as a person would type it. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
