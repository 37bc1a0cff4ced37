import type { Plan, PlanStep } from './schema.js';

/**
 * What decides how the first `count` steps of a plan come out; reasons and names only tell of it. `versions` false: whatever the versions
 * of the tools. Pure.
 */
export function planPrefix(
  { ecosystem, tools, environment, edits, lockfile, before, steps }: Plan,
  count: number,
  versions = true,
): {
  ecosystem: string;
  tools: string[];
  environment: Plan['environment'];
  edits: string[];
  lockfile: string | null;
  before: string | null;
  steps: Pick<PlanStep, 'phase' | 'command' | 'directory' | 'environment' | 'network' | 'optional'>[];
} {
  return {
    ecosystem,
    tools: tools.map(({ name, version }) => (versions ? `${name} ${version}` : name)),
    environment,
    edits: edits.map(({ path, edit }) => `${edit} ${path}`),
    lockfile,
    before,
    steps: steps.slice(0, count).map(({ phase, command, directory, environment, network, optional }) => ({
      phase,
      command,
      directory,
      environment,
      network,
      optional,
    })),
  };
}
