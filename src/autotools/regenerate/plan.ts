import { createHash } from 'node:crypto';
import { blankRebuild } from '../../nothing-rebuilt.js';
import type { Plan, Rebuild, StepOutcome } from '../../sandbox/schema.js';
import { planStepOf } from '../sandbox-step.js';
import type { ProvidedToolchain } from '../toolchains/provide.js';
import type { Variant } from './script.js';

/** One way of making generated files again, as reports show plans. */
export function regenerationPlan(
  tools: readonly ProvidedToolchain[],
  variant: Variant,
  makes: readonly string[],
  rank: number,
): Plan {
  const steps = makes.map((command) =>
    planStepOf(
      { name: command, command: command.split(' '), mounts: [], environment: {} },
      command.startsWith('automake') ? variant.why : 'the release says that it wrote a file',
    ),
  );
  const plan: Omit<Plan, 'digest'> = {
    ecosystem: 'autotools',
    rank,
    summary: `strict regeneration with ${tools.map(({ name }) => name).join(' and ')}, ${variant.name}`,
    tools: tools.map(({ tool, version, variant: build, from }) => ({
      name: tool,
      version: build === '' ? version : `${version} (${build})`,
      reason: from,
    })),
    directory: '',
    environment: {},
    edits: [],
    steps,
    output: '',
    lockfile: null,
    before: null,
    omitted: [],
    pressesOn: false,
    partial: true,
    remedies: null,
    against: [],
    recipe: null,
    reasons: ['Nothing without evidence was in the tree: such files were absent, or empty.'],
  };
  const known = { tools: tools.map(({ name, from }) => [name, from]), variant: variant.name, makes };
  return { ...plan, digest: createHash('sha256').update(JSON.stringify(known)).digest('hex') };
}

/** What running it came to. */
export const regenerated = (
  plan: Plan,
  engine: string,
  outcomes: readonly StepOutcome[],
  wallSeconds: number,
): Rebuild => ({
  ...blankRebuild(plan, engine),
  outcome: 'packed',
  steps: outcomes.map((outcome) => ({ ...outcome, reusedFrom: null })),
  wallSeconds,
});
