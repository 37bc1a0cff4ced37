import type { Variant } from '../assemble.js';
import { commandKind } from '../command-kind.js';
import type { SourceFacts } from '../source-facts.js';
import { trimScript } from '../trim-script.js';
import { buildScript } from '../wanted-output.js';
import type { FlowCommand, PublishFlow } from './flow.js';
import { publishFlows } from './publish-flows.js';

/** A flow as a change of the first plan. */
export interface FlowChoice {
  change: Pick<Variant, 'flow' | 'build'>;
  reason: string;
}

/**
 * Flows for the plans before and after the usual one. First go those that publish another folder, which the usual plan never can, and
 * the commands of a job that publishes; what a script may have done for the package's own folder comes after.
 */
export function flowChoice(facts: SourceFacts): { first: FlowChoice[]; later: FlowChoice[] } {
  const { directory } = facts.input;
  const first: FlowChoice[] = [];
  const later: FlowChoice[] = [];
  const build = buildScript(facts);
  const published = publishedRuns(facts);
  for (const flow of publishFlows(facts)) {
    const elsewhere = flow.folder !== directory;
    const useless = elsewhere
      ? flow.commands.length === 0 && build === null
      : !flow.commands.some((command) => makesFiles(command) && !published.has(command.script ?? ''));
    if (useless) continue;
    const choice = { change: { flow, build }, reason: reasonOf(flow, directory) };
    const told =
      !flow.byProgram &&
      flow.place !== '.travis.yml' &&
      (elsewhere || facts.jobs.some(({ place }) => place === flow.place));
    const certain = told || flow.certain;
    if (certain && first.length < 2) first.push(choice);
    else if (later.length < 2) later.push(choice);
  }
  return { first, later };
}

function makesFiles({ script, text }: FlowCommand): boolean {
  if (script !== null)
    return /build|compile|dist|bundle|transpile|babel|rollup|webpack|generate/.test(script);
  const kind = commandKind(text, () => false).kind;
  return kind === 'build' ? !/^(?:rm|rimraf|cp|mv|mkdir|shx|del)\b/.test(text) : /\bbuild\b/.test(text);
}

/** Scripts that the publish lifecycle runs anyway. */
function publishedRuns({ manifest: { scripts } }: SourceFacts): Set<string> {
  const names = ['prepublishOnly', 'prepublish', 'prepare', 'prepack'].filter((name) => scripts.has(name));
  return new Set(names.flatMap((name) => [...trimScript({ scripts, preAndPost: true }, name).runs]));
}

function reasonOf({ place, folder }: PublishFlow, directory: string): string {
  if (folder === null) return `${place} is run with stand-ins for what publishes`;
  if (folder !== directory) return `${folder} is published: ${place} says so`;
  return `the commands of ${place}`;
}
