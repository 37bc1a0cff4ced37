import { type ExitCode, exitCodes } from '../../errors.js';
import { escapeText } from '../../report/escape.js';
import { jsonText } from '../../report/json.js';
import { planReport } from '../../report/plan.js';
import type { Plan } from '../../sandbox/schema.js';
import { CommandError } from '../error.js';
import type { CommonOptions } from '../help.js';
import { colorful, type Io } from '../io.js';
import { openContext } from '../open-context.js';
import { startProgress } from '../progress/start.js';
import { pipelineOptions, type ReleaseOptions } from '../release-options.js';
import type { PlannedRelease } from '../services.js';
import type { Session } from '../session.js';
import { withTimeLimit } from '../time-limit.js';

/** `reprove plan`'s options as commander hands them over. */
export interface PlanCommandOptions extends CommonOptions, ReleaseOptions {
  shell?: boolean;
  json?: boolean;
  rank?: number;
}

/** Prints the plans for one release. Exit code 3 when there is none: no source, or nothing that says how to build. */
export async function runPlan(
  spec: string,
  options: PlanCommandOptions,
  session: Session,
): Promise<ExitCode> {
  const { io, services } = session;
  const planned = await plan(spec, options, session);
  const chosen = { ...planned, plans: ofRank(planned.plans, options.rank) };
  if (options.json) {
    io.stdout.write(`${jsonText(chosen)}\n`);
  } else if (options.shell && chosen.plans[0] !== undefined) {
    const { planScript } = await services.planning();
    io.stdout.write(forStream(planScript(chosen.plans[0]), io));
  } else if (!options.shell) {
    io.stdout.write(planReport(chosen, colorful(io.stdout, io.env)));
  }
  if (planned.plans.length > 0) return exitCodes.passed;
  const { message, hint } = planned.failure ?? nothingToGoBy;
  io.stderr.write(`no plan: ${escapeText(message)}\n  ${escapeText(hint)}\n`);
  return exitCodes.inconclusive;
}

const nothingToGoBy = {
  message: 'nothing at the revision says how the release was built',
  hint: 'Name another revision or folder with --ref and --directory.',
};

async function plan(spec: string, options: PlanCommandOptions, session: Session): Promise<PlannedRelease> {
  const { context, close } = await openContext(options, session);
  const quiet = options.json === true || options.shell === true;
  const progress = await startProgress([spec], session.io, { quiet, verbose: options.verbose === true });
  try {
    const { planRelease } = await session.services.pipeline();
    const wanted = pipelineOptions(options, session.io.cwd, {
      rebuild: true,
      sandbox: context.config.sandbox.engine,
    });
    const track = progress.track(0);
    return await withTimeLimit(undefined, session.signal, (signal) =>
      planRelease(spec, wanted, { ...context, signal, progress: track.event }),
    );
  } finally {
    await progress.close();
    await close();
  }
}

/** Throws `E_USAGE` for a rank that no plan has. */
function ofRank(plans: readonly Plan[], rank: number | undefined): Plan[] {
  const found = plans.filter((one) => rank === undefined || one.rank === rank);
  if (found.length > 0 || plans.length === 0) return found;
  throw new CommandError(
    `there is no plan of rank ${rank}`,
    `Ranks are ${plans.map((one) => one.rank).join(', ')}.`,
  );
}

/** A script is data of the release too: exact in a file or a pipe, made visible on a terminal. */
function forStream(script: string, { stdout }: Io): string {
  if (stdout.isTTY !== true) return script;
  return script
    .split('\n')
    .map((each) => escapeText(each, 10_000))
    .join('\n');
}
