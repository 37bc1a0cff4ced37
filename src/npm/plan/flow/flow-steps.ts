import { posix } from 'node:path';
import type { PlanStep } from '../../../sandbox/schema.js';
import {
  lifecycleEnvironment,
  type PublishSteps,
  type PublishStepsInput,
  scriptCommand,
} from '../publish-steps.js';
import type { SourceFacts } from '../source-facts.js';
import { trimScript } from '../trim-script.js';
import { plainVersion } from '../versions.js';
import { isScriptName } from '../wanted-output.js';
import type { FlowCommand, PublishFlow } from './flow.js';
import { outputFolder, standInsFolder } from './stand-ins.js';

/** The commands of a flow as steps. Those that nothing is known of may fail: what they make or not, the comparison shows. */
export function flowSteps(flow: PublishFlow, input: PublishStepsInput): PublishSteps {
  const steps: PlanStep[] = [];
  const omitted = [...flow.omitted];
  const runs = new Set<string>();
  let builds = false;
  const titled = uniquely();
  for (const [index, command] of flow.commands.entries()) {
    const release = flow.folder === null && index === flow.commands.length - 1;
    const script = scriptOf(command, input);
    const trimmed = script === null ? null : trimScript(worldOf(input), script);
    for (const { text, why } of trimmed?.dropped ?? [])
      omitted.push({ step: `${script}: ${text}`, reason: why });
    if (trimmed?.kept === null) continue;
    if (script !== null) for (const name of [script, ...trimmed!.runs]) runs.add(name);
    builds ||= trimmed?.builds === true;
    const run =
      script === null ? textCommand(input, command, release) : scriptCommand(input, script, trimmed!);
    steps.push({
      name: titled(release ? 'run release script' : `run ${script ?? firstWords(command.text)}`),
      phase: 'build',
      command: run.command,
      directory: command.directory,
      environment: { ...run.environment, ...command.environment },
      network: 'none',
      optional: release || command.mayFail || script === null,
      reason: release
        ? `${flow.place}: run as it is, since only running it shows what it does`
        : `${flow.place} runs it before it publishes`,
    });
  }
  return { steps, omitted, runs, builds };
}

/** The script of the package that a command does nothing but run. */
function scriptOf({ script, directory }: FlowCommand, { facts }: PublishStepsInput): string | null {
  return script !== null && directory === facts.input.directory && isScriptName(script) ? script : null;
}

function worldOf({ facts, manager, version }: PublishStepsInput) {
  return { scripts: facts.manifest.scripts, preAndPost: manager.runsPreAndPost(version) };
}

/** Names of steps are unique in a plan. */
function uniquely(): (title: string) => string {
  const counts = new Map<string, number>();
  return (title) => {
    const count = (counts.get(title) ?? 0) + 1;
    counts.set(title, count);
    return count === 1 ? title : `${title} (${count})`;
  };
}

function firstWords(text: string): string {
  return text
    .replace(/[^\x20-\x7e]/g, '?')
    .split(/\s+/)
    .slice(0, 2)
    .join(' ')
    .slice(0, 60);
}

/** Text of the source in a shell, with the programs of the dependencies; a release script also with the stand-ins. */
function textCommand(
  { facts, manager, environment }: PublishStepsInput,
  { text, directory }: FlowCommand,
  release: boolean,
): Pick<PlanStep, 'command' | 'environment'> {
  const depth = directory === '' ? 0 : directory.split('/').length;
  const folders = Array.from({ length: depth + 1 }, (_, up) => `$PWD/${'../'.repeat(up)}node_modules/.bin`);
  if (!release && manager.execute !== undefined)
    return {
      command: manager.execute(text),
      environment: { ...environment, ...lifecycleEnvironment(facts, null) },
    };
  if (!release) {
    const path = `PATH="${folders.join(':')}:$PATH" && export PATH && exec sh -c "$1"`;
    return {
      command: ['sh', '-c', path, 'sh', text],
      environment: { ...environment, ...lifecycleEnvironment(facts, null) },
    };
  }
  const plain = plainVersion(facts.input.release);
  const program = [text, ...shellTexts(facts, text, directory)].join('\n');
  const wantsArgument = /\$(?:1|\{1|@|\{@)/.test(program) && plain !== '';
  const standIns = `$PWD/${'../'.repeat(depth)}${standInsFolder}`;
  const path = `PATH="${[standIns, ...folders].join(':')}:$PATH"; export PATH; ${releaseText}`;
  const output = `${'../'.repeat(depth)}${outputFolder}`;
  return {
    command: ['sh', '-c', path, 'sh', wantsArgument ? `${text} ${plain}` : text, plain, output],
    environment: {
      ...environment,
      ...lifecycleEnvironment(facts, null),
      ...askedFor(program),
      ...(/\bVERSION\b/.test(program) && plain !== ''
        ? { VERSION: /\^v|["'/]v\(/.test(program) ? `v${plain}` : plain }
        : {}),
    },
  };
}

/**
 * Runs `$1`. Questions are answered with the version (`$2`) and yes: nobody is there to be asked. Where it did not come to a publish, a
 * shell file is run once more that doesn't stop at what fails: it may start what is gone, or what only its author's machine has.
 */
const releaseText = `
answers() { echo "$1"; yes | head -n 99; }
answers "$2" | sh -c "$1"; code=$?
[ -z "$(ls "$3")" ] || exit $code
for file in $1; do
  case $file in *.sh|*.bash) [ ! -f "$file" ] || break ;; esac
  file=
done
[ -n "$file" ] || exit $code
again="$(dirname "$file")/.reprove-again.sh"
sed 's/^[[:space:]]*set -[a-z]*e.*/:/' "$file" > "$again" && chmod +x "$again"
answers "$2" | sh -c "\${1%%"$file"*}$again\${1#*"$file"}"; code=$?
rm -f "$again"
exit $code`;

/** What a script wants to be told by the environment before it does anything, where it says that one may tell it \`production\`. */
function askedFor(program: string): Record<string, string> {
  const guards = program.matchAll(/-z\s+"?\$\{?([A-Z][A-Z0-9_]{1,40})(?:[^\n]*\n){1,4}/g);
  const names = [...guards].flatMap(([text, name]) => (/\bproduction\b/.test(text) ? [name!] : []));
  return Object.fromEntries(names.slice(0, 20).map((name) => [name, 'production']));
}

/** Contents of the shell files that a command starts directly, or through a script of the package. */
function shellTexts({ input, manifests }: SourceFacts, text: string, directory: string): string[] {
  const script = /\brun\s+([\w:.-]+)/.exec(text)?.[1];
  const inner = script === undefined ? '' : (manifests.get(directory)?.scripts.get(script) ?? '');
  return [...`${text} ${inner.slice(0, 4_096)}`.matchAll(/(?<![\w./-])[\w./-]+\.(?:sh|bash)\b/g)].flatMap(
    ([name]) => input.files.get(posix.join(directory, name)) ?? [],
  );
}
