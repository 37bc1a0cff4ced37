import { createHash } from 'node:crypto';
import type { RecipeText } from '../../recipe.js';
import type { Plan, PlanStep } from '../../sandbox/schema.js';
import { repositoryPath } from '../../source/repository-path.js';
import { assemble, type Variant } from '../plan/assemble.js';
import { npm } from '../plan/managers/npm.js';
import { foldersUpwards, type SourceFacts } from '../plan/source-facts.js';
import { parseRecipe } from './parse.js';
import { recipeVariant } from './recipe-variant.js';
import type { Recipe } from './schema.js';

type LongStep = Exclude<NonNullable<Recipe['steps']>[number], string>;
type Bare = Omit<Plan, 'digest' | 'rank'>;

const owners = {
  user: 'the recipe of the user',
  configuration: "the configuration's recipe",
  source: "the source's recipe",
};

/** The plan of a recipe, and whether it is to be the only one; or why there is none, for the plans that are tried instead. */
export function recipePlan(
  facts: SourceFacts,
  base: Variant | null,
  given: RecipeText,
): { plan: Bare; only: boolean } | { fault: string } {
  const parsed = parseRecipe(given.text);
  const says = `${owners[given.from]} (${given.path})`;
  if ('fault' in parsed) return { fault: `${says} is not used: ${parsed.fault}` };
  const { recipe } = parsed;
  const variant = recipeVariant(facts, base, recipe, says);
  if ('fault' in variant) return { fault: `${says} is not used: ${variant.fault}` };
  const plan = assemble(facts, variant);
  if (plan === null) return { fault: `${says} is not used: a tool that it needs can't be had` };
  return {
    plan: { ...changed(plan, facts, recipe, variant, says), recipe: carried(given, recipe) },
    only: recipe.only,
  };
}

/** What reports carry of a recipe. A source can't excuse its own bytes: leftovers that it names are not taken over. */
function carried({ from, path, text }: RecipeText, { reason, leftovers }: Recipe): Plan['recipe'] {
  return {
    from,
    path,
    digest: createHash('sha256').update(text).digest('hex'),
    text,
    reason: reason ?? null,
    leftovers: from === 'source' ? [] : leftovers,
  };
}

function changed(plan: Bare, facts: SourceFacts, recipe: Recipe, variant: Variant, says: string): Bare {
  // An install of the recipe's own stands for all that is installed.
  const install = plan.steps.filter(
    ({ phase, name }) => phase === 'install' && (recipe.install === undefined || name === 'install'),
  );
  const build = plan.steps.filter(({ phase }) => phase === 'build');
  const pack = plan.steps.filter(({ phase }) => phase === 'pack');
  const { steps } = recipe;
  return {
    ...plan,
    summary: `recipe, ${plan.summary}`,
    environment: { ...plan.environment, ...recipe.environment },
    steps: [
      ...install.map((step) =>
        recipe.install === undefined || step.name !== 'install'
          ? step
          : { ...step, command: ['sh', '-c', recipe.install], reason: `${says} says so` },
      ),
      ...(steps === undefined
        ? build
        : steps.map((step, at) =>
            stepOf(typeof step === 'string' ? { run: step } : step, at, facts, variant, says),
          )),
      ...pack.map((step) => (step.name === 'pack' ? packed(step, plan, recipe, variant) : step)),
    ],
    omitted: steps === undefined ? plan.omitted : [],
  };
}

function stepOf(
  { run, directory, environment = {} }: LongStep,
  at: number,
  { input }: SourceFacts,
  { manager: { manager } }: Variant,
  says: string,
): PlanStep {
  const folder = repositoryPath(directory ?? input.directory) ?? input.directory;
  const tools = foldersUpwards(folder).map((_, up) => `$PWD/${'../'.repeat(up)}node_modules/.bin`);
  return {
    name: `recipe step ${at + 1}`,
    phase: 'build',
    // Fixed text around the recipe's own: tools that were installed are found as scripts find them.
    command: manager.execute?.(run) ?? [
      'sh',
      '-c',
      `PATH="${tools.join(':')}:$PATH" && export PATH && exec sh -c "$1"`,
      'sh',
      run,
    ],
    directory: folder,
    environment,
    network: 'none',
    optional: false,
    reason: `${says} says so`,
  };
}

/** The pack step in another folder. */
function packed(
  step: PlanStep,
  { tools, output }: Bare,
  { pack }: Recipe,
  { packer, manager }: Variant,
): PlanStep {
  const directory = pack?.directory === undefined ? null : repositoryPath(pack.directory);
  const tool = packer === 'manager' ? manager.manager : npm;
  const version = tools.find(({ name }) => name === tool.name)?.version;
  if (directory === null || version === undefined) return step;
  return { ...step, ...tool.pack({ version, directory, output }) };
}
