import { posix } from 'node:path';
import { valid } from 'semver';
import type { FailureKind } from '../../sandbox/failure-kinds.js';
import type { Plan, PlanStep, Tool } from '../../sandbox/schema.js';
import { bunfigEdits } from './bunfig.js';
import { extraInstalls } from './extra-install.js';
import type { PublishFlow } from './flow/flow.js';
import { flowSteps } from './flow/flow-steps.js';
import { outputFolder as output, releasePackStep, standInsStep } from './flow/stand-ins.js';
import { foreignDependencies } from './foreign-dependencies.js';
import { gitDependencies } from './git-dependencies.js';
import { gitStep } from './git-step.js';
import type { ManagerChoice } from './manager-choice.js';
import { type ChosenVersion, managerVersion, npmVersion } from './manager-version.js';
import type { InstallMode } from './managers/define-manager.js';
import { npm } from './managers/npm.js';
import { readManifest } from './manifest.js';
import { monorepoEnvironment } from './monorepo-tools.js';
import type { NodeChoice } from './node-choice.js';
import {
  buildAlone,
  type PublishSteps,
  type PublishStepsInput,
  publishSteps,
  stampStep,
} from './publish-steps.js';
import { scopedInstall } from './scoped-install.js';
import type { SourceFacts } from './source-facts.js';
import { type BuildScript, partialBuilds } from './wanted-output.js';
import { type WorkspaceBuild, workspaceSteps } from './workspace-steps.js';
import { yarnrcEdits, yarnrcEnvironment } from './yarnrc.js';

/** The choices that make one plan. */
export interface Variant {
  manager: ManagerChoice;
  /** Version of the manager where somebody names one; else the rules find it. */
  managerVersion?: ChosenVersion;
  node: NodeChoice;
  build: BuildScript | null;
  /** What of the workspace is built before the package. */
  workspace: WorkspaceBuild;
  /** What the source says was done to publish, instead of the usual; null for the usual. */
  flow: PublishFlow | null;
  /** Leave out what makes no files from the publish scripts. */
  trim: boolean;
  packer: 'manager' | 'npm';
  mode: InstallMode;
  /** Only what the package and the members it needs depend on is installed, where the manager can. */
  scoped: boolean;
  dependencyScripts: boolean;
  /** Dependencies are installed even where nothing of the plan is known to read them. */
  installs: boolean;
  /** The source is made a git repository before anything is built. */
  git: boolean;
  /** Versions published after the release exist as well. */
  anyTime: boolean;
  /** A build that fails is passed over. */
  pressOn: boolean;
  /** Scripts that build parts are run as well, as far as they get. */
  parts: boolean;
  /** Development dependencies that no registry has are left out. */
  leaveOutForeign: boolean;
  /** Phase whose failure this is for; null when it is worth a try in any case. */
  remedies: Plan['remedies'];
  /** Kinds of failure that what is different about it is good against. */
  against?: readonly FailureKind[];
  /** Why this plan, and why at its rank. */
  reasons: string[];
}

/** Manifests that are edited for one install, at most. */
const mostManifests = 200;

/** Makes a plan of choices, apart from its digest and rank; null when a tool it needs can't be had. */
export function assemble(facts: SourceFacts, variant: Variant): Omit<Plan, 'digest' | 'rank'> | null {
  const { input } = facts;
  const { manager, folder, lockfile } = variant.manager;
  const node = variant.node;
  const version = variant.managerVersion ?? managerVersion(facts, variant.manager, node.version);
  const beside = npmVersion(facts, node.version);
  if (version === null || beside === null) return null;
  const own = variant.packer === 'manager' || manager === npm;
  const publisher = own ? { manager, version: version.version } : { manager: npm, version: beside.version };
  const running = {
    facts,
    manager,
    version: version.version,
    trim: variant.trim,
    environment: { ...node.environment, ...monorepoEnvironment(facts) },
  };
  const before = workspaceSteps(variant.workspace, running);
  const built = buildSteps(variant, { ...running, publisher, build: variant.build });
  const parts = variant.parts
    ? partialBuilds(facts, built.runs).map((build) => buildAlone(build, running))
    : [];
  const { directory } = input;
  const released = variant.flow !== null && variant.flow.folder === null;
  const folderToPack = variant.flow?.folder ?? directory;
  const packed = publisher.manager.pack({ version: publisher.version, directory: folderToPack, output });
  const stamped = facts.manifest.version !== input.release.version && valid(input.release.version) !== null;
  const foreign = variant.leaveOutForeign ? foreignDependencies(facts, variant.manager) : null;
  const whole = manager.install({
    version: version.version,
    lockfile: lockfile !== null,
    mode: variant.mode,
  });
  const scoped = variant.scoped ? scopedInstall(facts, variant.manager, version.version, whole) : null;
  const passable = (step: PlanStep): PlanStep => (variant.pressOn ? { ...step, optional: true } : step);
  const runs = [...before.steps, ...built.steps, ...parts.flatMap(({ steps }) => steps)];
  const packsOnly =
    !variant.installs &&
    runs.length === 0 &&
    !released &&
    publisher.manager === npm &&
    !bundlesDependencies(facts, folderToPack);
  const tools: Tool[] = [
    { name: 'node', version: node.version, reason: node.reason },
    ...(packsOnly && manager !== npm ? [] : [{ name: manager.name, ...version }]),
    ...(manager === npm ? [] : [{ name: 'npm', ...beside }]),
  ];
  const install: PlanStep[] = [
    {
      name: 'install',
      phase: 'install',
      command: scoped ?? whole,
      directory: folder,
      environment: variant.mode === 'relaxed' ? (manager.relaxedEnvironment ?? {}) : {},
      network: 'registry',
      optional: false,
      reason: `${variant.manager.reason}; scripts of dependencies are not run`,
    },
    ...extraInstalls(facts, variant.manager, version.version),
    ...(variant.dependencyScripts ? [dependencyScriptsStep(variant)] : []),
  ];
  const steps: PlanStep[] = [
    ...(packsOnly ? [] : install),
    ...(variant.git && !packsOnly ? [gitStep(facts)] : []),
    ...(stamped ? [stampStep(facts)] : []),
    ...before.steps.map(passable),
    ...(released ? [standInsStep(input.release, output)] : []),
    ...built.steps.map(passable),
    ...parts.flatMap(({ steps }) => steps.map((step) => ({ ...step, optional: true }))),
    released ? releasePackStep(output) : packStep(packed, own),
  ];
  return {
    ecosystem: 'npm',
    summary: summaryOf(tools, steps, publisher.manager.name),
    tools,
    directory,
    environment: {
      ...(packsOnly ? {} : yarnrcEnvironment(facts, variant.manager, version.version)),
      ...fixedEnvironment(input.commitTime),
      ...(packsOnly ? {} : manager.environment(version.version)),
    },
    // What can be served is not left out.
    edits: packsOnly
      ? []
      : [
          ...gitDependencies(facts, variant.manager),
          ...(foreign?.edits ?? []),
          ...yarnrcEdits(facts, variant.manager),
          ...bunfigEdits(facts, variant.manager),
          ...lostEdits(facts, variant),
          ...(lockfile === null ? [] : lockfileEdits(facts, lockfile)),
        ],
    steps,
    output,
    lockfile: packsOnly ? null : lockfile,
    before: variant.anyTime || packsOnly ? null : input.release.publishedAt,
    omitted: [
      ...(packsOnly
        ? [{ step: install[0]!.command.join(' '), reason: packsOnlyReason }]
        : (foreign?.omitted ?? [])),
      ...[before, built, ...parts].flatMap(({ omitted }) => omitted),
    ],
    pressesOn: variant.pressOn || parts.length > 0 || variant.workspace === 'root-as-far-as-it-gets',
    remedies: variant.remedies,
    against: [...(variant.against ?? [])],
    recipe: null,
    reasons: [...variant.reasons, ...facts.notes],
  };
}

const packsOnlyReason = 'nothing of the source is run, and npm packs files without their dependencies';

/** Whether npm packs dependencies with the package in `folder`; assumed where that has a package.json which can't be read. */
function bundlesDependencies({ input, manifest }: SourceFacts, folder: string): boolean {
  if (folder === input.directory) return manifest.bundlesDependencies;
  const text = input.files.get(posix.join(folder, 'package.json'));
  return text === undefined || (readManifest(text)?.bundlesDependencies ?? true);
}

/** The publish scripts around what a flow of the source says, or alone where there is none. */
function buildSteps({ flow }: Variant, input: PublishStepsInput): PublishSteps {
  if (flow === null) return publishSteps(input);
  const flowed = flowSteps(flow, input);
  const lifecycle = publishSteps({
    ...input,
    build: flowed.steps.length === 0 ? input.build : null,
    done: flowed.runs,
    installOnly: !flow.lifecycle,
  });
  const ordered = flow.lifecycle ? [flowed, lifecycle] : [lifecycle, flowed];
  return {
    steps: ordered.flatMap(({ steps }) => steps),
    omitted: ordered.flatMap(({ omitted }) => omitted),
    runs: new Set([...flowed.runs, ...lifecycle.runs]),
    builds: flowed.builds || lifecycle.builds,
  };
}

function packStep(packed: Pick<PlanStep, 'directory' | 'command'>, own: boolean): PlanStep {
  return {
    name: 'pack',
    phase: 'pack',
    ...packed,
    environment: {},
    network: 'none',
    optional: false,
    reason: own ? `the tool of the source packs it` : 'npm packs it as its own publish would',
  };
}

/** One line that tells plans apart; made of what they do and of nothing that only explains it. */
function summaryOf(tools: readonly Tool[], steps: readonly PlanStep[], packer: string): string {
  const build = steps.filter(({ phase, name }) => phase !== 'pack' && name !== 'install');
  const install = steps.filter(({ name }) => name === 'install').map(({ command }) => command.join(' '));
  const does = [...install, ...build.map(({ name }) => name), `${packer} pack`];
  return `${tools.map(({ name, version }) => `${name} ${version}`).join(', ')}: ${does.join(', ')}`;
}

function dependencyScriptsStep({ manager: { manager, folder } }: Variant): PlanStep {
  return {
    name: 'run dependency scripts',
    phase: 'install',
    command: manager.rebuildDependencies(),
    directory: folder,
    environment: {},
    network: 'none',
    optional: true,
    reason: 'some dependencies are complete only after their own install scripts',
  };
}

/** Environment that every build gets whatever it is, so that it can't be what two builds differ by. */
function fixedEnvironment(commitTime: string): Record<string, string> {
  const time = Date.parse(commitTime);
  return {
    CI: 'true',
    LANG: 'C.UTF-8',
    LC_ALL: 'C.UTF-8',
    TZ: 'UTC',
    ...(Number.isNaN(time) || time < 0 ? {} : { SOURCE_DATE_EPOCH: String(Math.floor(time / 1000)) }),
  };
}

/** Managers stop at a locked version that the registry has lost, whatever it is needed for. */
function lostEdits({ folders, input, workspace }: SourceFacts, { manager, mode }: Variant): Plan['edits'] {
  if (manager.lockfile === null || mode === 'frozen') return [];
  const members = [...(workspace?.members.values() ?? [])].map(({ folder }) => folder);
  // In an order that is the same for every member, so that they share an install.
  return [...new Set([...folders, ...members])]
    .sort()
    .slice(0, mostManifests)
    .map((folder) => posix.join(folder, 'package.json'))
    .filter((path) => input.paths.has(path))
    .map((path) => ({
      path,
      edit: 'leave-out-lost',
      reason: 'development dependencies that the registry has lost are left out; undone before the build',
    }));
}

/** Lockfiles may name the host that packages came from; the sandbox reaches only its own registry. */
function lockfileEdits({ input }: SourceFacts, lockfile: string): Plan['edits'] {
  const text = input.files.get(lockfile);
  const name = posix.basename(lockfile);
  // Of bun's usual registry it names no address, and older versions of bun ask no other.
  const leaves = name === 'bun.lock' && /", "",/.test(text ?? '');
  if (text !== undefined && !leaves && !/:\/\/|__archiveUrl=/.test(text)) return [];
  const reason = `${name} ${leaves ? 'leaves out' : 'holds'} addresses of packages, which only the registry proxy serves here`;
  const lost = 'yarn stops at a locked version that the registry has lost, even of an optional dependency';
  return [
    ...(name === 'yarn.lock' &&
    /^ {2}optionalDependencies:$/m.test(text ?? '') &&
    !/^__metadata:/m.test(text ?? '')
      ? [{ path: lockfile, edit: 'leave-out-lost' as const, reason: lost }]
      : []),
    { path: lockfile, edit: 'lockfile-addresses', reason },
  ];
}
