import { posix } from 'node:path';
import type { SourceFacts } from '../source-facts.js';
import { buildScript, missingOutputs } from '../wanted-output.js';
import type { PublishFlow } from './flow.js';
import type { MakeTarget } from './makefile.js';

const names = ['build', 'dist', 'compile', 'bundle', 'release', 'package'];
const runners = [
  {
    program: 'jake',
    files: ['jakefile.js', 'Jakefile', 'Jakefile.js'],
    task: /\b(?:task|file)\(\s*['"]([\w:-]+)['"]/g,
  },
  {
    program: 'gulp',
    files: ['gulpfile.js', 'gulpfile.babel.js'],
    task: /(?:\.task\(\s*['"]|\bexports\.)([\w:-]+)/g,
  },
  {
    program: 'grunt',
    files: ['Gruntfile.js', 'gruntfile.js'],
    task: /\bregisterTask\(\s*['"]([\w:-]+)['"]/g,
  },
  { program: 'cake', files: ['Cakefile'], task: /\btask\s*\(?\s*['"]([\w:-]+)['"]/g },
];

/** A task that builds, of a runner that people start by hand, where no script of the package builds. */
export function taskRunnerFlow(
  facts: SourceFacts,
  targets: ReadonlyMap<string, MakeTarget>,
): PublishFlow | null {
  const { directory, files } = facts.input;
  if (buildScript(facts) !== null) return null;
  const certain = missingOutputs(facts).length > 0;
  for (const { program, files: configurations, task } of runners) {
    const text = configurations
      .map((name) => files.get(posix.join(directory, name)))
      .find((one) => one !== undefined);
    if (text === undefined || !facts.manifest.dependencies.has(program)) continue;
    const defined = new Set([...text.slice(0, 256 * 2 ** 10).matchAll(task)].map(([, name]) => name!));
    const name = names.find((candidate) => defined.has(candidate));
    if (name !== undefined) return flowOf(`${program} ${name}`, directory, certain);
  }
  const target = names.find((name) => targets.has(name));
  return target === undefined || directory !== '' ? null : flowOf(`make ${target}`, directory, certain);
}

function flowOf(text: string, directory: string, certain: boolean): PublishFlow {
  const command = { text, script: null, directory, environment: {}, mayFail: true };
  return {
    place: `the task ${text}`,
    commands: [command],
    folder: directory,
    lifecycle: true,
    certain,
    omitted: [],
  };
}
