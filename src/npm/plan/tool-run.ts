import type { PlanStep } from '../../sandbox/schema.js';
import { delegatedBuild } from './monorepo-tools.js';
import type { PublishStepsInput } from './publish-steps.js';
import type { SourceFacts } from './source-facts.js';
import { isScriptName } from './wanted-output.js';

/**
 * What the root's own tool is told to build the package with what that needs and nothing else; null when the root builds otherwise.
 * It knows what no manifest says: targets that nx infers from configuration, tasks that turbo runs before a build. Run in the
 * package's folder, both take that package.
 */
export function toolRun(facts: SourceFacts): string | null {
  const delegation = delegatedBuild(facts);
  if (delegation === null || !isScriptName(delegation.script)) return null;
  if (delegation.program === 'nx') return `nx ${delegation.script}`;
  if (delegation.program === 'turbo') return `turbo run ${delegation.script}`;
  return null;
}

/** The step that runs it. */
export function toolRunStep({
  facts,
  manager,
  environment,
}: Pick<PublishStepsInput, 'facts' | 'manager' | 'environment'>): PlanStep[] {
  const text = toolRun(facts);
  if (text === null) return [];
  const folders = facts.folders.map((_, up) => `$PWD/${'../'.repeat(up)}node_modules/.bin`).join(':');
  return [
    {
      name: text,
      phase: 'build',
      command: manager.execute?.(text) ?? [
        'sh',
        '-c',
        `PATH="${folders}:$PATH" && export PATH && exec ${text}`,
      ],
      directory: facts.input.directory,
      environment,
      network: 'none',
      optional: false,
      reason: 'the build of the root has this tool build each package after those it needs',
    },
  ];
}
