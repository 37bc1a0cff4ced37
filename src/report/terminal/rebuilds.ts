import type { Result } from '../../result.js';
import { failureWords } from '../../sandbox/failure-words.js';
import type { Rebuild, StepOutcome } from '../../sandbox/schema.js';
import { isWhole } from '../../sandbox/whole.js';
import { count, duration } from './amount.js';
import { field } from './layout.js';
import { type Line, line, styled } from './line.js';
import type { TerminalOptions } from './options.js';

/** Lines of a failed step's log that are shown without -v. */
const logLines = 6;

/** Whether there is a rebuild that the release could be compared with. */
export const wasRebuilt = ({ rebuilds: all }: Result): boolean => all.some(isWhole);

/** Which plans were run, where, with what, and how far they came. */
export function rebuilds(result: Result, { verbose }: TerminalOptions): Line[] {
  const untried = result.plans.length - result.rebuilds.length;
  const lastFailed = result.rebuilds.findLast(({ failure }) => failure !== null);
  return [
    ...result.rebuilds.flatMap((rebuild) => rebuildLines(rebuild, verbose, rebuild === lastFailed)),
    ...recipeLines(result),
    ...(result.rebuilds.length === 0 && untried > 0
      ? [field('rebuild', line`none was run; ${count(untried, 'plan')} made`)]
      : []),
  ];
}

/** A verdict that rests on a recipe says whose it is. */
function recipeLines({ verdict: { recipe } }: Result): Line[] {
  if (recipe === null) return [];
  const whose = { user: 'of the user', configuration: 'of the configuration', source: 'of the source' }[
    recipe.from
  ];
  const of = styled('dim', `(sha256 ${recipe.digest.slice(0, 12)})`);
  return [
    field(
      'recipe',
      line`${recipe.path} ${whose} ${of}: accounts for ${count(recipe.entries, 'entry', 'entries')}`,
    ),
    ...(recipe.reason === null ? [] : [field('', line`${recipe.reason}`)]),
  ];
}

/** `log`: the end of a failed step's log is shown; one is enough where several plans failed. */
function rebuildLines(rebuild: Rebuild, verbose: boolean, log: boolean): Line[] {
  const { plan, materials } = rebuild;
  const tools = plan.tools.map(({ name, version }) => `${name} ${version}`).join(', ');
  return [
    field(
      'rebuild',
      line`plan ${plan.rank} (${plan.digest.slice(0, 12)}): ${plan.summary}${rebuild.outcome === 'failed' ? styled('red', ' failed') : ''}`,
    ),
    field(
      '',
      line`${rebuild.engine}, ${tools}, ${count(materials.length, 'package')} served, ${duration(rebuild.wallSeconds)}${earlier(rebuild)}`,
    ),
    ...failureLines(rebuild, verbose, log || verbose),
    ...rebuild.proxyNotes.slice(0, verbose ? undefined : 3).map((note) => field('', line`${note}`)),
    ...refused(rebuild, verbose),
    ...(verbose ? rebuild.steps.map(stepLine) : []),
  ];
}

/** What this verification did not run itself, and when it was run. */
function earlier({ reusedFrom, steps }: Rebuild): string {
  if (reusedFrom !== null) return `; rebuilt earlier, on ${day(reusedFrom)}`;
  const reused = steps.filter((step) => step.reusedFrom !== null);
  if (reused.length === 0) return '';
  return `; ${reused.map(({ name }) => name).join(', ')} done earlier, on ${day(reused[0]!.reusedFrom!)}`;
}

const day = (time: string): string => time.slice(0, 10);

/** The registry proxy's refusals may be the release asking for itself: never left out. */
function refused({ refusals }: Rebuild, verbose: boolean): Line[] {
  const limit = verbose ? refusals.length : 3;
  const more = refusals.length - limit;
  return [
    ...refusals.slice(0, limit).map((refusal) => field('refused', line`${styled('yellow', refusal)}`)),
    ...(more > 0 ? [field('', styled('dim', `… ${count(more, 'more refusal')}`))] : []),
  ];
}

function failureLines({ failure, steps }: Rebuild, verbose: boolean, withLog: boolean): Line[] {
  if (failure === null) return [];
  const step = steps.find(({ name }) => name === failure.step);
  const command =
    step === undefined ? [] : [field('', line`$ ${step.command.join(' ')}  ${styled('dim', ending(step))}`)];
  const log = withLog ? (step?.lastLines ?? []).slice(verbose ? 0 : -logLines) : [];
  const { because } = failure;
  return [
    field('', line`${styled('red', failure.message)} ${styled('dim', `(${failure.cause})`)}`),
    ...(because === null
      ? []
      : [field('', line`${failureWords(because)} ${styled('dim', `(${because.kind})`)}`)]),
    ...command,
    ...log.map((text) => field('', line`${styled('dim', '│')} ${text}`)),
  ];
}

const stepLine = (step: StepOutcome): Line =>
  field('', line`${styled('dim', 'step')} ${step.name}: ${ending(step)}, ${duration(step.wallSeconds)}`);

const ending = ({ endedBy, exitCode }: StepOutcome): string =>
  endedBy === 'exit' ? `exit code ${exitCode ?? 'unknown'}` : `ended by ${endedBy}`;
