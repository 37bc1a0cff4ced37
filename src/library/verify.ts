import type { Config } from '../config/schema.js';
import type { Result } from '../result.js';
import { planRelease, verify as verifyRelease } from '../verify.js';
import { type LibraryOptions, withContext } from './options.js';

/** What a verification is asked for besides the release. */
export interface VerifyOptions extends LibraryOptions {
  /** Repository to use instead of the stated one: an address, or a local repository. */
  source?: string;
  /** Tag, branch or commit to use instead of looking for one. */
  ref?: string;
  /** The package's folder in the repository. */
  directory?: string;
  /** False: only the source is compared with, and nothing is built. True unless given. */
  rebuild?: boolean;
  /** Where builds run; the configuration's unless given. */
  sandbox?: Config['sandbox']['engine'];
  /** File with a recipe, which says how the release is built. */
  recipe?: string;
  /** True: what earlier verifications rebuilt is not used. */
  fresh?: boolean;
  /** Folder to leave plans, logs and trees in. */
  keep?: string;
}

/** How a release would be rebuilt. */
export type PlannedRelease = Awaited<ReturnType<typeof planRelease>>;

/**
 * Verifies one release, as `reprove verify` does. What can be expected to go wrong (no source, no revision, a build that fails) is part of the
 * result; `decide` says what a policy makes of it.
 *
 * @example
 * const result = await verify('lru-cache@11.3.6', { signal: AbortSignal.timeout(600_000) });
 * console.log(result.verdict.kind, result.verdict.level);
 *
 * @param spec `name`, `name@version`, `name@tag`, a purl, or a path to a tarball.
 * @throws {@link ReproveError} for wrong usage and for what this machine lacks; the signal's reason when aborted.
 */
export function verify(spec: string, options: VerifyOptions = {}): Promise<Result> {
  return withContext(options, (context) => verifyRelease(spec, stagesOf(options, context.config), context));
}

/**
 * Plans the rebuild of a release without running anything of it, as `reprove plan` does.
 *
 * @example
 * const { plans } = await plan('lru-cache@11.3.6');
 * for (const { summary, steps } of plans) console.log(summary, steps.length);
 *
 * @throws As {@link verify} does.
 */
export function plan(spec: string, options: VerifyOptions = {}): Promise<PlannedRelease> {
  return withContext(options, (context) => planRelease(spec, stagesOf(options, context.config), context));
}

/** What the stages take, without what the context is made of. */
function stagesOf(
  {
    rebuild = true,
    sandbox,
    config: _,
    cache: __,
    offline: ___,
    signal: ____,
    onProgress: _____,
    ...rest
  }: VerifyOptions,
  config: Config,
) {
  return { ...rest, rebuild, sandbox: sandbox ?? config.sandbox.engine };
}
