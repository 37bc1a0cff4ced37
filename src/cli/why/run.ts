import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type ExitCode, exitCodes } from '../../errors.js';
import { jsonText } from '../../report/json.js';
import { whyReport } from '../../report/why.js';
import type { WhyResult } from '../../why/schema.js';
import type { VariationName } from '../../why/variation.js';
import type { WhyOptions } from '../../why.js';
import { CommandError } from '../error.js';
import type { CommonOptions } from '../help.js';
import { colorful, widthOf } from '../io.js';
import { openContext } from '../open-context.js';
import { destination } from '../output.js';
import { startProgress } from '../progress/start.js';
import type { ReleaseOptions } from '../release-options.js';
import type { Session } from '../session.js';
import { withTimeLimit } from '../time-limit.js';
import { type OfCheckout, ofCheckout } from './checkout.js';
import { applyFixes, planFixes } from './fix.js';

/** `reprove why`'s options as commander hands them over. */
export interface WhyCommandOptions extends CommonOptions, Omit<ReleaseOptions, 'recipe'> {
  fix?: boolean;
  vary?: VariationName[];
  sandbox?: WhyOptions['sandbox'];
  json?: boolean;
  output?: string;
  /** Milliseconds. */
  timeout?: number;
}

const codes = {
  reproducible: exitCodes.passed,
  unreproducible: exitCodes.failed,
  'not-built': exitCodes.inconclusive,
} as const;

/** Finds out why a release, or what a checkout would publish, is not reproducible, and mends what is mechanical where that is asked for. */
export async function runWhy(what: string, options: WhyCommandOptions, session: Session): Promise<ExitCode> {
  const { io } = session;
  const { json = false, verbose = false, fix = false } = options;
  const at = resolve(io.cwd, what);
  const isFolder =
    /^\.{0,2}(?:\/|$)/.test(what) && (await stat(at).catch(() => null))?.isDirectory() === true;
  if (fix && !isFolder)
    throw new CommandError(
      `--fix goes with a checkout, and ${what} is none`,
      'Run it in the checkout, without a release.',
    );
  if (isFolder && (options.source ?? options.ref ?? options.directory) !== undefined)
    throw new CommandError(
      '--source, --ref and --directory go with a release',
      'Of a checkout, its commit and the folder that is named are built.',
    );
  const target = await destination(options.output, io);
  const checkout = isFolder ? await ofCheckout(at, options, session) : null;
  const found = await answer(what, checkout, options, session);
  const layout =
    target.file === null
      ? { color: colorful(io.stdout, io.env), width: widthOf(io.stdout), verbose }
      : { color: false, width: 100, verbose };
  const fixes = checkout === null ? null : await planFixes(checkout.root, found.causes);
  await target.write(
    json ? `${jsonText(found)}\n` : whyReport(found, { ...layout, patch: fixes?.patch ?? null }),
  );
  if (fix && fixes !== null) {
    await applyFixes(checkout!.root, fixes);
    io.stderr.write(
      fixes.files.size === 0
        ? 'nothing of this can be mended by an edit: the report says what to do\n'
        : `edited: ${[...fixes.files.keys()].join(', ')}. Look at the change (git diff), and ask again once it is committed\n`,
    );
  }
  return codes[found.outcome];
}

async function answer(
  what: string,
  checkout: OfCheckout | null,
  options: WhyCommandOptions,
  session: Session,
): Promise<WhyResult> {
  const { io, services, signal } = session;
  const config = checkout?.config;
  const { context, close } = await openContext(options, session, {
    cache: true,
    ...(config === undefined ? {} : { config }),
  });
  const progress = await startProgress([what], io, {
    quiet: options.json === true,
    verbose: options.verbose === true,
  });
  try {
    const { why } = await services.reasons();
    const track = progress.track(0);
    const sandbox = options.sandbox ?? context.config.sandbox.engine;
    const { source, ref, directory, vary } = options;
    const chosen = vary === undefined ? {} : { vary };
    const found = await withTimeLimit(options.timeout, signal, async (limited) => {
      const all = { ...context, signal: limited, progress: track.event };
      if (checkout !== null)
        return checkout.packed(
          (tarball, where, workTree, of) =>
            why(tarball, { ...where, ...chosen, sandbox, workTree }, { ...all, config: of }),
          all,
        );
      const where = Object.fromEntries(
        Object.entries({ source, ref, directory }).filter(([, value]) => value !== undefined),
      );
      return why(what, { ...where, ...chosen, sandbox, workTree: null }, all);
    });
    track.end(found.outcome, found.outcome === 'reproducible');
    return found;
  } finally {
    await progress.close();
    await close();
  }
}
