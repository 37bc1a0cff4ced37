import { unexplainedEntries } from '../compare/accounts.js';
import type { Compared } from '../comparing.js';
import type { Config } from '../config/schema.js';
import type { Context } from '../context.js';
import type { Ecosystem, ResolvedRelease } from '../ecosystem.js';
import { planSource } from '../planning.js';
import { rebuildWhileUnexplained } from '../rebuilding.js';
import { chooseEngine } from '../sandbox/choose.js';
import { nextPlan } from '../sandbox/next-plan.js';
import type { Plan, Rebuild } from '../sandbox/schema.js';
import type { Located } from '../source/locate.js';
import { type Builder, type Built, type Ground, isBuilt, openBuilder } from './builder.js';
import { usualSetting } from './setting.js';

/** A plan that packs, with its first build; or the last that did not. */
export type Chosen = { plan: Plan; builder: Builder; first: Built } | { failed: Rebuild | null };

/** What there is to choose from. */
export interface ChoosingInput {
  ecosystem: Ecosystem;
  resolved: ResolvedRelease;
  located: Extract<Located, { ok: true }>;
  compared: Compared;
  sandbox: Config['sandbox']['engine'];
  context: Context;
}

/** Plans that are tried at most. */
const most = 4;

/**
 * The plan that all builds are made with: of those that a verification runs, the one that explains most of the release; where the source explains it all,
 * the first that packs.
 */
export async function choosePlan(input: ChoosingInput): Promise<Chosen> {
  const { ecosystem, resolved, located, sandbox, context } = input;
  const choice = await chooseEngine(sandbox, context.config.sandbox);
  if ('failure' in choice) throw choice.failure;
  const ground = {
    ecosystem,
    resolved,
    located,
    engine: choice.engine,
    engineLabel: choice.availability.label,
    context,
  };
  const { plans, files } = await planSource(ecosystem, resolved.release, located, context, null);
  const verified = await bestVerified(input);
  const failed: Rebuild[] = verified?.failed ?? [];
  const first = verified?.plan ?? null;
  for (let plan = first ?? nextPlan(plans, failed); plan !== null && failed.length < most; ) {
    const lockfile = plan.lockfile === null ? null : (files.get(plan.lockfile) ?? null);
    const builder = await openBuilder({ ...ground, lockfile } satisfies Ground);
    try {
      const built = await builder.build(usualSetting(plan));
      if (isBuilt(built)) return { plan, builder, first: built };
      failed.push(built.failed);
    } catch (error) {
      await builder.close();
      throw error;
    }
    await builder.close();
    plan = nextPlan(plans, failed);
  }
  return { failed: failed.at(-1) ?? null };
}

/** What a verification would have run: the best plan, or those that failed; null where it needs none. */
async function bestVerified({
  ecosystem,
  resolved,
  located,
  compared,
  sandbox,
  context,
}: ChoosingInput): Promise<{ plan: Plan | null; failed: Rebuild[] } | null> {
  const { accounts, options } = compared;
  if (unexplainedEntries(accounts).length === 0) return null;
  const rebuilds = await rebuildWhileUnexplained(
    {
      ecosystem,
      resolved,
      located,
      accounts,
      compareOptions: options,
      recipe: null,
      wanted: true,
      sandbox,
      fresh: false,
      keep: null,
      context,
    },
    located,
  );
  try {
    const explains = (digest: string) =>
      [...rebuilds.accounts.byPath.values()].filter(
        ({ evidence }) => 'plan' in evidence && evidence.plan === digest,
      ).length;
    const [best] = rebuilds.run
      .filter(({ outcome }) => outcome === 'packed')
      .sort((left, right) => explains(right.plan.digest) - explains(left.plan.digest));
    const failed = rebuilds.run.filter(({ outcome }) => outcome === 'failed');
    return { plan: best?.plan ?? null, failed };
  } finally {
    await rebuilds.close();
  }
}
