import { join } from 'node:path';
import { readArchive } from './archive/read.js';
import type { Context } from './context.js';
import type { Ecosystem, Supply } from './ecosystem.js';
import { exitCodes, ReproveError } from './errors.js';
import type { InconclusiveCause } from './judge/schema.js';
import { keepRebuild, keepTree } from './keep.js';
import { blankRebuild, machineObstacle } from './nothing-rebuilt.js';
import type { RebuildingInput } from './rebuilding.js';
import type { SandboxEngine } from './sandbox/engine.js';
import { type RebuildOutcome, runPlan } from './sandbox/rebuild.js';
import type { RebuildGround } from './sandbox/rebuild-key.js';
import { findRebuild, storeRebuild } from './sandbox/rebuild-store.js';
import type { RunFolder } from './sandbox/run-folder.js';
import type { Plan } from './sandbox/schema.js';
import { Snapshots } from './sandbox/snapshots.js';
import { lackingContent } from './source/checkout.js';
import type { Located } from './source/locate.js';

/** A source that was found. */
export type Found = Extract<Located, { ok: true }>;

/** What a rebuild of a release needs to know of it, and of how it is wanted. */
type Running = Pick<
  RebuildingInput,
  'ecosystem' | 'resolved' | 'keep' | 'fresh' | 'alone' | 'onStep' | 'ahead' | 'context'
> & { located: Found };

/** What all rebuilds of one release share. */
export async function groundOf(
  { ecosystem, resolved, located, context }: Pick<Running, 'ecosystem' | 'resolved' | 'located' | 'context'>,
  engine: string,
): Promise<RebuildGround> {
  const { image, runtime, limits } = context.config.sandbox;
  return {
    repository: located.source.repository,
    commit: located.tree.commit,
    submodules: [...new Set([...located.tree.files.values()].flatMap(({ via }) => via ?? []))].sort(),
    engine,
    image,
    runtime: runtime ?? null,
    limits,
    registries: await ecosystem.registries(context),
    day: new Date().toISOString().slice(0, 10),
    own: ecosystem.ownRelease(resolved),
  };
}

/** Takes over what an earlier verification rebuilt by a plan, or runs it and keeps what came of it. */
export async function rebuildOnce(
  { ecosystem, resolved, located, keep, fresh, alone = false, onStep, ahead, context }: Running,
  plan: Plan,
  files: ReadonlyMap<string, string>,
  engine: SandboxEngine,
  ground: RebuildGround,
  folder: RunFolder,
): Promise<RebuildOutcome & { obstacle: InconclusiveCause | null }> {
  const subject = resolved.release.purl;
  const say = (message: string) => context.progress({ subject, stage: 'rebuild', message });
  const kept = async (outcome: RebuildOutcome) => {
    if (keep !== null)
      await keepOutcome(ecosystem, outcome, folder, join(keep, `rebuild-${plan.rank}`), context);
    return { ...outcome, obstacle: null };
  };
  const isAhead = (await ahead)?.has(plan.digest) ?? false;
  const earlier = fresh && !isAhead ? null : await findRebuild(plan, ground, folder, context);
  if (earlier !== null) {
    say(`plan ${plan.rank}: rebuilt earlier`);
    return kept(earlier);
  }
  const tools = plan.tools.map(({ name, version }) => `${name} ${version}`).join(', ');
  say(`plan ${plan.rank}: making ready ${tools}`);
  let supply: Supply;
  try {
    supply = await ecosystem.supply(
      plan,
      resolved,
      plan.lockfile === null ? null : (files.get(plan.lockfile) ?? null),
      context,
    );
  } catch (error) {
    if (!(error instanceof ReproveError)) throw error;
    return { ...notSupplied(plan, ground.engine, error), obstacle: obstacleOf(error) };
  }
  const { cache } = context;
  const limit = alone ? 0 : context.config.cache.sharedBytes;
  const snapshots = new Snapshots({
    plan,
    ground,
    cache,
    limit,
    scratch: folder.root,
    fresh,
    signal: context.signal,
  });
  try {
    const { log, ...outcome } = await runPlan({
      plan,
      engine,
      engineLabel: ground.engine,
      supply,
      folder,
      own: ground.own,
      snapshots,
      checkout: async (into) => lackingContent(await located.repository.checkout(located.tree, into)),
      readFailure: ecosystem.readFailure,
      context,
      onStep: (step) => {
        say(`plan ${plan.rank}: ${step.name}`);
        onStep?.();
      },
    });
    await storeRebuild(outcome, log, ground, folder, context);
    return await kept(outcome);
  } finally {
    await snapshots.close();
    await supply.close();
  }
}

async function keepOutcome(
  ecosystem: Ecosystem,
  { rebuild, packed }: RebuildOutcome,
  folder: RunFolder,
  to: string,
  context: Context,
): Promise<void> {
  await keepRebuild(rebuild, ecosystem.planScript(rebuild.plan), folder.logs, to);
  if (packed === null) return;
  const limits = context.config.archive;
  const { archive } = await readArchive(packed.tarball, { limits });
  await keepTree(packed.tarball, archive, join(to, 'tree'), limits);
}

function notSupplied(plan: Plan, engine: string, error: ReproveError): RebuildOutcome {
  return {
    rebuild: {
      ...blankRebuild(plan, engine),
      failure: { cause: 'toolchain-unavailable', message: error.message, step: null, because: null },
    },
    packed: null,
  };
}

/** A toolchain that this machine could not fetch says nothing about the release. */
function obstacleOf(error: ReproveError): InconclusiveCause | null {
  return error.exitCode === exitCodes.environment
    ? machineObstacle('rebuild', 'toolchain-unavailable', error)
    : null;
}
