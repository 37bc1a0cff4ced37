import { posix } from 'node:path';
import type { Plan, PlanStep } from '../../sandbox/schema.js';
import { commandKind } from './command-kind.js';
import type { Manager } from './managers/define-manager.js';
import type { SourceFacts } from './source-facts.js';
import { type Trimmed, trimScript } from './trim-script.js';
import { type BuildScript, isScriptName } from './wanted-output.js';

/** What is run between installing and packing. */
export interface PublishSteps {
  steps: PlanStep[];
  omitted: Plan['omitted'];
  /** Scripts of the package that the steps run, at any depth. */
  runs: Set<string>;
  /** A step is known to make files. */
  builds: boolean;
}

/** What the steps depend on. */
export interface PublishStepsInput {
  facts: SourceFacts;
  /** Runs the scripts. */
  manager: Manager;
  version: string;
  /** Packs and publishes: it decides which scripts run, in which order. */
  publisher: { manager: Manager; version: string };
  /** Run before the publish lifecycle; null when nothing is. */
  build: BuildScript | null;
  /** Scripts that ran already. */
  done?: ReadonlySet<string>;
  /** Only the scripts that installing runs: what is published has scripts of its own. */
  installOnly?: boolean;
  /** Leave out what makes no files. */
  trim: boolean;
  environment: Record<string, string>;
}

/** The scripts that publishing runs before it packs, in the order of the publisher, after a build script if one is given. */
export function publishSteps(input: PublishStepsInput): PublishSteps {
  const { facts, manager, version, publisher, build, trim } = input;
  const { scripts } = facts.manifest;
  const lifecycle = publisher.manager
    .publishScripts(publisher.version)
    .filter((name) => scripts.has(name) && !input.done?.has(name))
    .filter((name) => !input.installOnly || name === 'prepare');
  const names = build === null || lifecycle.includes(build.name) ? lifecycle : [build.name, ...lifecycle];
  const world = { scripts, preAndPost: manager.runsPreAndPost(version) };
  const scriptSteps = names.map((name) => {
    const reason =
      name === build?.name
        ? build.reason
        : `publishing with ${publisher.manager.name} ${publisher.version} runs ${name}`;
    return { name, reason, trimmed: trimScript(world, name) };
  });
  const kept = scriptSteps.filter(({ trimmed }) => !trim || trimmed.kept !== null);
  const omitted = trim ? scriptSteps.flatMap(({ name, trimmed }) => omissions(name, trimmed)) : [];
  const steps = kept.map(({ name, reason, trimmed }, index): PlanStep => {
    const later = kept.slice(index + 1);
    // What a later script does again may fail here: only its last outcome is packed.
    const again = trimmed.runs.size > 0 && later.some((other) => covers(other.trimmed.runs, trimmed.runs));
    return {
      name: `run ${name}`,
      phase: 'build',
      ...scriptCommand(input, name, trimmed),
      directory: facts.input.directory,
      network: 'none',
      optional: again,
      reason: again ? `${reason}; a later script does the same again, so it may fail` : reason,
    };
  });
  return {
    steps,
    omitted,
    runs: new Set(kept.flatMap(({ name, trimmed }) => [name, ...trimmed.runs])),
    builds: kept.some(({ trimmed }) => trimmed.builds),
  };
}

/** A build script by itself, as no part of publishing. */
export function buildAlone(
  build: BuildScript,
  input: Omit<PublishStepsInput, 'build' | 'publisher'>,
): PublishSteps {
  const publisher = { manager: { ...input.manager, publishScripts: () => [] }, version: input.version };
  return publishSteps({ ...input, build, publisher });
}

/** What runs a script, or what is left of it. */
export function scriptCommand(
  { facts, manager, trim, environment }: PublishStepsInput,
  name: string,
  { kept, whole }: Trimmed,
): Pick<PlanStep, 'command' | 'environment'> {
  if (!trim || whole || kept === null) return { command: manager.run(name), environment };
  const found = commandKind(kept, (script) => facts.manifest.scripts.has(script));
  const single =
    found.kind === 'run' && !found.withArguments && found.scripts.length === 1 ? found.scripts[0]! : null;
  if (single !== null && isScriptName(single) && /^\S+(?: \S+){1,2}$/.test(kept)) {
    return { command: manager.run(single), environment };
  }
  const lifecycle = lifecycleEnvironment(facts, name);
  if (manager.execute !== undefined) {
    return { command: manager.execute(kept), environment: { ...environment, ...lifecycle } };
  }
  const folders = facts.folders.map((_, up) => `$PWD/${'../'.repeat(up)}node_modules/.bin`).join(':');
  return {
    // Fixed text around the source's own, which a manager would hand to a shell all the same.
    command: ['sh', '-c', `PATH="${folders}:$PATH" && export PATH && exec sh -c "$1"`, 'sh', kept],
    environment: { ...environment, ...lifecycle },
  };
}

/** What a manager tells the scripts that it runs. */
export function lifecycleEnvironment({ input }: SourceFacts, event: string | null): Record<string, string> {
  const { name, version } = input.release;
  return {
    ...(event === null ? {} : { npm_lifecycle_event: event }),
    ...(plain(name) ? { npm_package_name: name } : {}),
    ...(plain(version) ? { npm_package_version: version } : {}),
  };
}

function omissions(name: string, { dropped }: Trimmed): Plan['omitted'] {
  return dropped.map(({ text, why }) => ({ step: `${name}: ${text}`, reason: why }));
}

function covers(all: ReadonlySet<string>, some: ReadonlySet<string>): boolean {
  return [...some].every((item) => all.has(item));
}

function plain(text: string): boolean {
  return /^[\w@./+-]{1,214}$/.test(text);
}

/** The step that writes the release's version where the source has another, as release tools do when they publish. */
export function stampStep(facts: SourceFacts): PlanStep {
  const { directory, release } = facts.input;
  const options = ['--no-git-tag-version', '--no-workspaces-update', '--ignore-scripts'];
  return {
    name: 'set version',
    phase: 'build',
    command: ['npm', 'version', ...options, release.version],
    directory,
    environment: {},
    network: 'none',
    optional: true,
    reason: `${posix.join(directory, 'package.json')} does not have the release's version, so something set it at publication`,
  };
}
