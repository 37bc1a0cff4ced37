import type { Result } from '../../result.js';
import type { Rebuild } from '../../sandbox/schema.js';
import type { Refs } from './components.js';

/** How each rebuild was made: a workflow with its steps, what went in and what came out. */
export const formulation = ({ rebuilds, source }: Result, refs: Refs) =>
  rebuilds.map((rebuild, at) => ({
    'bom-ref': `formula-${at + 1}`,
    workflows: [workflow(rebuild, at + 1, source, refs)],
  }));

function workflow(rebuild: Rebuild, nth: number, source: Result['source'], refs: Refs) {
  const { plan, engine, materials, toolMaterials, integrity, outcome } = rebuild;
  return {
    'bom-ref': `rebuild-${nth}`,
    uid: plan.digest,
    name: `rebuild by plan ${plan.rank}`,
    description: plan.summary,
    taskTypes: ['clone', 'build'],
    steps: [
      ...(source === null
        ? []
        : [{ name: 'checkout', description: `${source.repository} at ${source.commit}` }]),
      ...plan.steps.map(({ name, command, directory, reason }) => ({
        name,
        description: reason,
        commands: [{ executed: command.join(' ') }],
        ...(directory === '' ? {} : { properties: [{ name: 'reprove:directory', value: directory }] }),
      })),
    ],
    inputs: unique([...toolMaterials, ...materials].map((material) => refs.of(material))).map((ref) => ({
      resource: { ref },
    })),
    // A rebuild that has the bytes of the release made the release itself.
    outputs:
      integrity === null
        ? []
        : [
            {
              type: 'artifact',
              resource: { ref: refs.release },
              properties: [{ name: 'reprove:integrity', value: integrity }],
            },
          ],
    properties: Object.entries({
      engine,
      outcome,
      tools: plan.tools.map(({ name, version }) => `${name} ${version}`).join(', '),
      before: plan.before ?? 'any time',
    }).map(([name, value]) => ({ name: `reprove:${name}`, value })),
  };
}

const unique = (refs: readonly string[]): string[] => [...new Set(refs)];
