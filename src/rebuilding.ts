import { type Accounts, unexplainedEntries } from './compare/accounts.js';
import { type CompareOptions, compareWithRebuild } from './compare/compare.js';
import { below } from './compare/pairing.js';
import type { Reference } from './compare/reference.js';
import type { Config } from './config/schema.js';
import type { Context } from './context.js';
import type { Ecosystem, ResolvedRelease } from './ecosystem.js';
import type { Finding, InconclusiveCause } from './judge/schema.js';
import { machineObstacle, nothingRebuilt } from './nothing-rebuilt.js';
import { planSource } from './planning.js';
import { type Found, groundOf, rebuildOnce } from './rebuild-once.js';
import type { RecipeText } from './recipe.js';
import { chooseEngine } from './sandbox/choose.js';
import type { SandboxEngine } from './sandbox/engine.js';
import { nextPlan } from './sandbox/next-plan.js';
import type { RebuildGround } from './sandbox/rebuild-key.js';
import { removeWork } from './sandbox/remove-work.js';
import { type RunFolder, runFolder } from './sandbox/run-folder.js';
import type { Plan, Rebuild } from './sandbox/schema.js';
import type { Located } from './source/locate.js';

/** Rebuilds that packed something without explaining anything new, after which no further plan is tried. */
const patience = 2;

/** A release that has been compared with its source, and what to do about the rest. */
export interface RebuildingInput {
  ecosystem: Ecosystem;
  resolved: ResolvedRelease;
  located: Located;
  /** After comparing with the source. */
  accounts: Accounts;
  compareOptions: CompareOptions;
  /** The user's word on how it is built; null without. */
  recipe: RecipeText | null;
  /** False: nothing is rebuilt. */
  wanted: boolean;
  sandbox: Config['sandbox']['engine'];
  /** True: what earlier verifications rebuilt is not used. */
  fresh: boolean;
  /** True: no other rebuild of the commit is expected, and nothing is left for one. */
  alone?: boolean;
  /** Told where a step of a rebuild begins. */
  onStep?: () => void;
  /** Digests of plans that are being run for this verification, and count even so. */
  ahead?: Promise<ReadonlySet<string>> | undefined;
  /** Folder for plans, logs and rebuilt trees; null keeps nothing. */
  keep: string | null;
  context: Context;
}

/** Everything that rebuilding led to. */
export interface Rebuilds {
  plans: Plan[];
  run: Rebuild[];
  accounts: Accounts;
  references: Reference[];
  /** What kept files that need it from being rebuilt; null when nothing did. */
  obstacle: InconclusiveCause | null;
  /** What was noticed on the way; absent for nothing. */
  findings?: Finding[];
  /** Paths of the release, or of the source and missing from it, at which a rebuild that made only a part, and failed nowhere, packed nothing. */
  unpacked?: ReadonlySet<string>;
  /** Removes the rebuilt tarballs; references are unreadable afterwards. */
  close(): Promise<void>;
}

/**
 * Plans and runs rebuilds, best plan first, while entries are unexplained and plans still teach something. Evidence of
 * different plans adds up.
 */
export async function rebuildWhileUnexplained(
  input: RebuildingInput,
  located: Extract<Located, { ok: true }>,
): Promise<Rebuilds> {
  const { accounts } = input;
  const none = nothingRebuilt(accounts);
  const [{ plans, files }, choice] = await planAndEngine(input, located);
  if (plans.length === 0) return { ...none, obstacle: noPlan };
  if ('failure' in choice)
    return { ...none, plans, obstacle: machineObstacle('sandbox', 'no-sandbox', choice.failure) };

  const folders: RunFolder[] = [];
  const done: Rebuilds = {
    ...none,
    plans,
    close: async () => {
      for (const folder of folders) await folder.remove();
    },
  };
  try {
    await runPlans(
      { ...input, located },
      plans,
      files,
      choice.engine,
      await groundOf({ ...input, located }, choice.availability.label),
      folders,
      done,
    );
    return done;
  } catch (error) {
    await done.close();
    throw error;
  }
}

/**
 * Runs the best plan of a release if it builds something, for a later verification to find. Gives the digests of the plans that were run: none where none
 * can be, which that verification tells.
 */
export async function rebuildBest(
  input: Pick<
    RebuildingInput,
    'ecosystem' | 'resolved' | 'recipe' | 'sandbox' | 'fresh' | 'alone' | 'onStep' | 'context'
  >,
  located: Found,
): Promise<ReadonlySet<string>> {
  const { context } = input;
  const [{ plans, files }, choice] = await planAndEngine(input, located);
  const plan = nextPlan(plans, []);
  if (plan?.steps.some(({ phase }) => phase === 'build') !== true) return new Set();
  if ('failure' in choice) return new Set();
  const folder = await runFolder(context.cache);
  try {
    const running = { ...input, located, keep: null };
    const ground = await groundOf(running, choice.availability.label);
    await rebuildOnce(running, plan, files, choice.engine, ground, folder);
    return new Set([plan.digest]);
  } finally {
    await folder.remove();
  }
}

/** Asking sandboxes is mostly waiting, and planning mostly reading. */
const planAndEngine = (
  {
    ecosystem,
    resolved: { release },
    recipe,
    sandbox,
    context,
  }: Pick<RebuildingInput, 'ecosystem' | 'resolved' | 'recipe' | 'sandbox' | 'context'>,
  located: Found,
) =>
  Promise.all([
    planSource(ecosystem, release, located, context, recipe),
    chooseEngine(sandbox, context.config.sandbox),
  ]);

type Running = RebuildingInput & { located: Found };

async function runPlans(
  input: Running,
  plans: readonly Plan[],
  files: ReadonlyMap<string, string>,
  engine: SandboxEngine,
  ground: RebuildGround,
  folders: RunFolder[],
  done: Rebuilds,
): Promise<void> {
  const { context } = input;
  const { plans: most, seconds } = context.config.rebuild;
  const end = performance.now() + seconds * 1000;
  let fruitless = 0;
  for (let plan = nextPlan(plans, []); plan !== null; plan = nextPlan(plans, done.run)) {
    const before = unexplainedEntries(done.accounts).length;
    if (before === 0 || fruitless === patience || performance.now() > end || done.run.length === most) return;
    const folder = await runFolder(context.cache);
    folders.push(folder);
    const outcome = await rebuildOnce(input, plan, files, engine, ground, folder);
    await removeWork(folder.work);
    done.run.push(outcome.rebuild);
    done.obstacle ??= outcome.obstacle;
    if (outcome.packed === null) continue;
    done.obstacle = null;
    done.references.push(outcome.packed.reference);
    const compared = await compareWithRebuild(done.accounts, outcome.packed.reference, input.compareOptions);
    done.accounts = await withUnbuildable(done.accounts, compared, input);
    fruitless = unexplainedEntries(done.accounts).length < before ? 0 : fruitless + 1;
  }
}

/**
 * A rebuild excuses a release from a file that both lack. Where the repository has not the file's content, as copies of one may not, no
 * build could have packed it, and it stays missing.
 */
async function withUnbuildable(before: Accounts, after: Accounts, { located }: Running): Promise<Accounts> {
  const { directory } = located.source;
  const excused = before.missingFromSource.filter((path) => !after.missingFromSource.includes(path));
  if (excused.length === 0) return after;
  const object = (path: string) => located.tree.files.get(below(directory, path))?.object ?? '';
  const there = await located.repository.hashBlobs(new Set(excused.map(object)));
  const kept = excused.filter((path) => !there.has(object(path)));
  return { ...after, missingFromSource: [...after.missingFromSource, ...kept].sort() };
}

const noPlan: InconclusiveCause = {
  stage: 'plan',
  reason: 'no-plan',
  message: 'nothing in the source says how the release was built',
  hint: 'see `reprove plan`, and name the right revision or folder with --ref and --directory',
  give: ['directory', 'ref', 'recipe'],
  failed: null,
  environment: false,
};
