import type { PlanningInput } from '../../ecosystem.js';
import type { FailureKind } from '../../sandbox/failure-kinds.js';
import type { Plan } from '../../sandbox/schema.js';
import { recipePlans } from '../recipe/recipe-plans.js';
import { assemble, type Variant } from './assemble.js';
import { dependencyScripts } from './dependency-scripts.js';
import { planDigest } from './digest.js';
import { flowChoice } from './flow/flow-choice.js';
import { foreignDependencies } from './foreign-dependencies.js';
import { managerChoices } from './manager-choice.js';
import { managerVersion, pinnedVersion, rewritesLockfile } from './manager-version.js';
import { npm } from './managers/npm.js';
import { nodeChoices } from './node-choice.js';
import { lockedEngines, type NodeLimit } from './node-limits.js';
import { ownPackEvidence } from './pack-evidence.js';
import { publishSteps } from './publish-steps.js';
import { takesFromElsewhere } from './scoped-install.js';
import { type SourceFacts, sourceFacts } from './source-facts.js';
import { buildScript, fullerBuild, missingOutputs, scriptsRun } from './wanted-output.js';
import { workspaceChoices } from './workspace-choice.js';

/** What each kind of variant is good against. */
const leftOut: readonly FailureKind[] = [
  'git-dependency',
  'network-refused',
  'dependency-not-found',
  'lockfile-mismatch',
];
const elsewhere: readonly FailureKind[] = ['git-dependency', 'network-refused', 'dependency-not-found'];
const unbuilt: readonly FailureKind[] = [
  'missing-module',
  'missing-script',
  'type-errors',
  'test-failure',
  'lint-failure',
];
const incomplete: readonly FailureKind[] = ['missing-command', 'missing-module', 'compiler-missing'];
const contradicting: readonly FailureKind[] = [
  'lockfile-mismatch',
  'peer-conflict',
  'dependency-not-found',
  'engine-mismatch',
  'network-refused',
];
const passedOver: readonly FailureKind[] = ['type-errors', 'test-failure', 'lint-failure'];
const engines: readonly FailureKind[] = ['engine-mismatch'];
const unresolved: readonly FailureKind[] = ['lockfile-mismatch', 'dependency-not-found', 'git-dependency'];

/** Plans for one release at most. */
const most = 12;

/**
 * Ranked plans for a release, best first; each differs from the first for one stated reason. Empty when the package's folder
 * has no readable manifest, no manager that there is support for, or no version of node can be had. Pure; never throws on
 * what a source contains.
 */
export function plans(input: PlanningInput): Plan[] {
  const facts = sourceFacts(input);
  if (facts === null) return [];
  const list = variants(facts);
  const fromRecipe = recipePlans(facts, list[0] ?? null);
  const ranked: Plan[] = [];
  const seen = new Set<string>();
  for (const plan of [
    ...fromRecipe.plans,
    ...(fromRecipe.only ? [] : list.map((each) => assemble(facts, each))),
  ]) {
    if (plan === null) continue;
    // What is only packed has no install and no build that could fail.
    if (plan.remedies !== null && plan.steps.every(({ phase }) => phase === 'pack')) continue;
    // Two plans that would do the same are one, even when what they leave out is told differently.
    const does = planDigest({ ...plan, omitted: [], recipe: null, summary: '' });
    if (seen.has(does)) continue;
    seen.add(does);
    const reasons = ranked.length === 0 ? [...plan.reasons, ...fromRecipe.notes] : plan.reasons;
    ranked.push({ ...plan, reasons, digest: planDigest(plan), rank: ranked.length + 1 });
    if (ranked.length === most) break;
  }
  return ranked;
}

/** Choices in order of how likely they are to explain the release. */
function variants(facts: SourceFacts): Variant[] {
  const { choices, notes } = managerChoices(facts);
  const [first, ...others] = choices;
  if (first === undefined) return [];
  const nodes = nodeChoices(facts, limitsOf(facts, first));
  const node = nodes[0];
  if (node === undefined) return [];
  const own = ownPackEvidence(facts, first.manager);
  const scripts = dependencyScripts(facts, first);
  const { build, alternative, buildsItself } = buildChoice(facts, { manager: first, node });
  const [workspace, ...workspaces] = workspaceChoices(facts, buildsItself);
  const version = managerVersion(facts, first, node.version)?.version;
  const rewrites = version === undefined ? null : rewritesLockfile(facts, first, version);
  const flows = flowChoice(facts);
  const fuller = fullerBuild(facts, build?.script ?? alternative?.script ?? null);
  // Without a lockfile nothing but the registry's times says which versions there were.
  const untimely = first.lockfile === null && facts.lateTime;
  const usual: Variant = {
    manager: first,
    node,
    build: workspace!.replacesBuild ? null : (build?.script ?? null),
    workspace: workspace!.what,
    flow: null,
    trim: true,
    packer: own.first ? 'manager' : 'npm',
    mode: rewrites === null ? 'frozen' : 'relaxed',
    scoped: false,
    dependencyScripts: scripts === 'needed',
    installs: false,
    git: false,
    anyTime: untimely,
    pressOn: false,
    parts: false,
    leaveOutForeign: false,
    remedies: null,
    reasons: [
      'first: the strongest evidence for each choice',
      ...(build === null ? [] : [build.reason]),
      ...(workspace!.reason === null ? [] : [workspace!.reason]),
      own.reason,
      ...(rewrites === null ? [] : [rewrites]),
      ...(untimely ? [untimelyReason] : []),
      ...notes,
    ],
  };
  const [flow] = flows.first;
  const base: Variant =
    flow === undefined
      ? usual
      : {
          ...usual,
          ...flow.change,
          ...(workspace!.replacesBuild ? { build: null } : {}),
          reasons: [...usual.reasons, flow.reason],
        };
  // Where the first install is refused for what no registry has, so is every other that asks for it.
  const leaveOutForeign = foreignDependencies(facts, first) !== null;
  const but = (change: Partial<Variant>, reason: string): Variant => ({
    ...base,
    leaveOutForeign,
    scoped: takesFromElsewhere(facts, first),
    ...change,
    reasons: [reason],
  });
  const list: (Variant | false)[] = [
    base,
    ...flows.first.slice(1).map(({ change, reason }) => but(change, reason)),
    flow !== undefined &&
      but(
        { flow: null, build: usual.build },
        'publishing the package as its folder is, with its own scripts',
      ),
    leaveOutForeign &&
      but(
        { remedies: 'install', against: leftOut },
        'if the install is refused: without development dependencies that no registry has',
      ),
    but(
      { scoped: true, remedies: 'install', against: elsewhere },
      'if the install is refused: only what the package and the members it needs depend on',
    ),
    ...flows.later.map(({ change, reason }) => but(change, reason)),
    alternative !== null &&
      but(
        {
          build: alternative.script,
          flow: null,
          against: ['missing-script', 'missing-module'],
          ...(alternative.script === null ? { workspace: 'none' } : {}),
        },
        alternative.reason,
      ),
    // Making a release ready ends with checks more often than not, when the files are there.
    fuller !== null && but({ build: fuller, flow: null, pressOn: true }, fuller.reason),
    but(
      { parts: true },
      'every script that builds a part is run as well: a release script may run them, or the publisher did',
    ),
    own.possible &&
      but(
        { packer: own.first ? 'npm' : 'manager' },
        `packed with ${own.first ? 'npm' : first.manager.name}: package.json may come out otherwise`,
      ),
    but(
      { git: true, remedies: 'build', against: ['repository-missing'] },
      'if building fails: in a git repository, which the build may ask for the files of the source',
    ),
    ...workspaces.map(({ what, replacesBuild, remedies, reason }) =>
      but(
        {
          workspace: what,
          remedies,
          against: unbuilt,
          git: remedies === 'build',
          ...(replacesBuild ? { build: null } : {}),
        },
        reason ?? 'the package alone, with nothing else of its workspace',
      ),
    ),
    but(
      { pressOn: true, remedies: 'build', against: passedOver },
      'if building fails: what it left is packed, as compilers write their output in spite of errors in types',
    ),
    scripts === 'possible' &&
      but(
        { dependencyScripts: true, git: true, remedies: 'build', against: incomplete },
        'if building fails: with the install scripts of dependencies, in case a tool needs its own',
      ),
    but({ mode: 'relaxed', remedies: 'install', against: contradicting }, relaxedReason(first)),
    first.lockfile === null && but(...otherTime(untimely)),
    ...nodes
      .slice(1, 2)
      .map((choice) => but({ node: choice, against: engines }, `another node: ${choice.reason}`)),
    but({ trim: false }, 'every publish script to the letter, with its checks'),
    ...others.map((choice) =>
      but({ manager: choice, packer: 'npm', against: unresolved }, `another manager: ${choice.reason}`),
    ),
    ...nodes
      .slice(2)
      .map((choice) => but({ node: choice, against: engines }, `another node: ${choice.reason}`)),
  ];
  return list.filter((variant) => variant !== false);
}

function relaxedReason({ lockfile }: Variant['manager']): string {
  return lockfile === null
    ? 'if the install is refused: dependencies that contradict each other are let through'
    : 'if the frozen install is refused: the lockfile is obeyed where it can be';
}

/**
 * Without a lockfile, which versions there were is told by the registry's times alone. Where it dates the release itself long after
 * its commit, as registries do that state when they copied a version, they are not believed for the others either.
 */
const untimelyReason =
  "the newest allowed versions of any time: the registry's times can't be right, as the release's is much later than its commit";

/** What time has to do with the versions that are installed, the other way round. */
const otherTime = (untimely: boolean): [Partial<Variant>, string] =>
  untimely
    ? [{ anyTime: false }, "versions as of publish time, should the registry's times be right after all"]
    : [
        { anyTime: true, remedies: 'install' },
        "if the install is refused: the newest allowed versions of any time, should the registry's times leave out what is needed",
      ];

/** What the manager and the locked dependencies ask of node. */
function limitsOf(facts: SourceFacts, choice: Variant['manager']): NodeLimit[] {
  const pinned = pinnedVersion(facts, choice);
  const range = pinned === null ? null : choice.manager.runsOn(pinned.version);
  const lockfile = choice.lockfile === null ? undefined : facts.input.files.get(choice.lockfile);
  return [
    ...(pinned === null || range === null
      ? []
      : [{ range, reason: `${choice.manager.name} ${pinned.version} runs on node ${range}` }]),
    ...(choice.manager === npm ? lockedEngines(facts, lockfile) : []),
  ];
}

type BuildVariant = { script: Variant['build']; reason: string } | null;

/** Whether a build script goes before the publish lifecycle in the first plan, and what the alternative is. */
function buildChoice(
  facts: SourceFacts,
  { manager, node }: Pick<Variant, 'manager' | 'node'>,
): { build: BuildVariant; alternative: BuildVariant; buildsItself: boolean } {
  const version = managerVersion(facts, manager, node.version)?.version;
  const script = buildScript(facts);
  if (version === undefined) return { build: null, alternative: null, buildsItself: false };
  const lifecycle = publishSteps({
    facts,
    manager: manager.manager,
    version,
    publisher: { manager: manager.manager, version },
    build: null,
    trim: true,
    environment: {},
  });
  const alone = { build: null, alternative: null, buildsItself: lifecycle.steps.length > 0 };
  if (script === null) return alone;
  const text = facts.manifest.scripts.get(script.name);
  const same = [...lifecycle.runs].some(
    (name) => name === script.name || facts.manifest.scripts.get(name) === text,
  );
  if (same || scriptsRun(facts, text ?? '').some((name) => lifecycle.runs.has(name))) return alone;
  const missing = missingOutputs(facts);
  const without = { script: null, reason: 'the publish scripts alone' };
  if (script.certain || (missing.length > 0 && !lifecycle.builds)) {
    const because = script.certain
      ? script.reason
      : `the source lacks ${missing[0]}, and no publish script is known to make it`;
    return {
      build: { script, reason: `${script.name} is run first: ${because}` },
      alternative: without,
      buildsItself: true,
    };
  }
  return { ...alone, alternative: { script, reason: `${script.name} is run first: ${script.reason}` } };
}
