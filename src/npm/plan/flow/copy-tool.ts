import type { SourceFacts } from '../source-facts.js';
import type { PublishFlow } from './flow.js';

/** Tools that publish a changed copy of the package: they start the manager's publish in a temporary folder. */
const tools = ['clean-publish', 'dual-publish'];

/** A package that depends on such a tool is published with it, though no script may say so: it is run by hand. */
export function copyToolFlow({ manifest, input: { directory } }: SourceFacts): PublishFlow | null {
  const tool = tools.filter((name) => manifest.dependencies.has(name)).at(-1);
  if (tool === undefined) return null;
  const command = { text: tool, script: null, directory, environment: {}, mayFail: false };
  return {
    place: `the dependency ${tool}`,
    commands: [command],
    folder: null,
    lifecycle: false,
    certain: true,
    omitted: [],
  };
}
