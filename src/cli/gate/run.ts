import { basename } from 'node:path';
import type { Context } from '../../context.js';
import { type ExitCode, exitCodes } from '../../errors.js';
import { ahead } from '../../gate/ahead.js';
import { type Checkout, placeIn, readCheckout } from '../../gate/checkout.js';
import { type GateOptions, gate, type Taken } from '../../gate/gate.js';
import type { GateResult } from '../../gate/schema.js';
import { takeSourceRelease } from '../../gate/source-release.js';
import { insideGate, type Packed } from '../../npm/publishing/pack.js';
import { publishableIn } from '../../npm/publishing/packages.js';
import { packageOfTarball, takenOf, toPublish } from '../../npm/publishing/take.js';
import { portable } from '../../report/portable.js';
import { CommandError } from '../error.js';
import { openContext } from '../open-context.js';
import { startProgress } from '../progress/start.js';
import type { Session } from '../session.js';
import { withTimeLimit } from '../time-limit.js';
import { privateFolders } from '../verify/private-folders.js';
import { gateConfig } from './config.js';
import type { GateCommandOptions } from './options.js';
import { type GateOutput, openOutput } from './output.js';
import { packOnly, packSaying } from './pack.js';
import { afterPublishing } from './published.js';
import { takeStaged } from './staged.js';
import { type Target, targetOf } from './target.js';

/** Holds the gate, prints what it decided, and leaves its record and reports. */
export async function runGate(
  what: readonly string[],
  options: GateCommandOptions,
  session: Session,
): Promise<ExitCode> {
  const { io, signal } = session;
  checkUsage(what, options);
  if (io.env[insideGate] !== undefined && options.published !== true) {
    io.stderr.write(
      'a gate is being held already: this one, which a script of the package starts, has nothing to add\n',
    );
    return exitCodes.passed;
  }
  const target = await targetOf(what, io.cwd);
  const offline = options.offline === true;
  const checkout = await readCheckout(target.folder ?? io.cwd, statedIn, { signal, offline });
  const config = await gateConfig(checkout.root, checkout.commit, options.config, io);
  if (options.packOnly === true) return packOnly(checkout, target, config, options, session);
  const { context, close } = await openContext(options, session, { cache: true, config });
  const output = await openOutput(options, session);
  const progress = await startProgress([basename(checkout.root)], io, {
    quiet: options.json === true,
    verbose: options.verbose === true,
  });
  let result: GateResult;
  try {
    const track = progress.track(0);
    result = await withTimeLimit(options.timeout, signal, (limited) => {
      const all = { ...context, signal: limited, progress: track.event };
      return options.published === true
        ? afterPublishing(checkout, options, output, all)
        : hold(checkout, target, options, output, all, session);
    });
    track.end(result.passed ? 'passed' : 'closed', result.passed);
  } finally {
    await progress.close();
    await close();
  }
  await output.write(withoutMachine(result, checkout, context.cache, io), options, session);
  return result.exitCode as ExitCode;
}

/** The record is handed on: it names no folder of this machine. */
function withoutMachine(
  result: GateResult,
  { root }: Checkout,
  cache: string,
  io: Session['io'],
): GateResult {
  const folders = [{ path: root, name: '<checkout>' }, ...privateFolders(io, cache, [])];
  const packages = result.packages.map((one) => ({
    ...one,
    result: one.result && portable(one.result, folders),
  }));
  return { ...result, packages };
}

function checkUsage(
  what: readonly string[],
  { staged, published, output, record, packOnly, format }: GateCommandOptions,
): void {
  if (staged !== undefined && (what.length > 0 || published === true))
    throw new CommandError('--staged goes with neither a path nor --published', 'Give one of them.');
  if (published === true && what.length > 0)
    throw new CommandError(
      '--published takes no path',
      'The record says what was gated: --record <file>, or --output <dir>.',
    );
  if (published === true && output === undefined && record === undefined)
    throw new CommandError(
      '--published needs the record of the gate',
      'Name the folder of its --output, or the file with --record.',
    );
  if (packOnly !== true) return;
  if (staged !== undefined || published === true || format !== undefined)
    throw new CommandError(
      '--pack-only goes with none of --staged, --published and --format',
      'It judges nothing: gate what it leaves.',
    );
  if (output === undefined)
    throw new CommandError('--pack-only needs a folder', 'Name one with --output <dir>.');
}

/** Address that the package at the root of a checkout states. */
async function statedIn(root: string): Promise<string | null> {
  const found = await publishableIn(root, '');
  return 'fault' in found ? null : (found.packages[0]?.repository ?? null);
}

/** Takes or packs what is to be published and holds it against the commit. */
async function hold(
  checkout: Checkout,
  target: Target,
  options: GateCommandOptions,
  output: GateOutput,
  context: Context,
  { io }: Session,
): Promise<GateResult> {
  const { root } = checkout;
  const sandbox = options.sandbox ?? context.config.sandbox.engine;
  const fresh = options.fresh === true;
  const { branches, tag } = context.config.gate;
  const how: GateOptions = {
    stage: options.staged === undefined ? 'before' : 'staged',
    rules: {
      branches: [...branches, ...(options.branch ?? [])],
      tag,
      beforePush: options.beforePush === true,
      tagName: options.tag ?? tagOfJob(io.env),
    },
    sandbox,
    fresh,
    keep: (one) => output.keep(one),
  };
  if (target.tarballs !== null && target.sources !== null) {
    const taken: Taken[] = [];
    for (const tarball of target.tarballs)
      taken.push(await takeSourceRelease(target.sources, tarball, context));
    return gate(checkout, taken, how, context);
  }
  const rebuilding = ahead(checkout, { sandbox, fresh }, context);
  const packed: Packed[] = [];
  try {
    const taken: Taken[] = [];
    if (options.staged !== undefined) {
      const staged = await takeStaged(root, options.staged, output, context);
      packed.push(staged.packed);
      taken.push(staged.taken);
    } else if (target.tarballs !== null) {
      const { tarballs } = target;
      for (const tarball of tarballs) {
        const one = await packageOfTarball(root, tarball, context);
        const rebuilt = rebuilding.of(one, { alone: tarballs.length === 1 });
        // What follows here takes this process's time from the rebuild, which everything waits for in the end.
        await rebuilding.underway();
        taken.push({ ...(await takenOf(root, one, tarball, context)), ahead: rebuilt });
      }
      refuseTwice(taken);
    } else {
      const all = await toPublish(root, placeIn(checkout, target.folder) ?? '', context);
      for (const one of all) {
        const rebuilt = rebuilding.of(one, { alone: all.length === 1 });
        const made = await packSaying(root, one, context, io.env);
        packed.push(made);
        taken.push({ ...(await takenOf(root, one, made.tarball, context)), ahead: rebuilt });
      }
    }
    return await gate(checkout, taken, how, context);
  } finally {
    await rebuilding.stop();
    for (const one of packed) await one.remove();
  }
}

function refuseTwice(taken: readonly Taken[]): void {
  const seen = new Set<string>();
  for (const { package: one } of taken) {
    const spec = `${one.name}@${one.version}`;
    if (seen.has(spec))
      throw new CommandError(`two tarballs are of ${spec}`, 'Name the one that is published.');
    seen.add(spec);
  }
}

/** The tag that started the job, as GitHub and GitLab say it. */
function tagOfJob(env: Readonly<Record<string, string | undefined>>): string | null {
  if (env.GITHUB_REF_TYPE === 'tag' && env.GITHUB_REF_NAME) return env.GITHUB_REF_NAME;
  return env.CI_COMMIT_TAG || null;
}
