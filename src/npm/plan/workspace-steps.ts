import { posix } from 'node:path';
import type { Plan, PlanStep } from '../../sandbox/schema.js';
import type { Manifest } from './manifest.js';
import { delegatedBuild } from './monorepo-tools.js';
import { buildAlone, type PublishStepsInput } from './publish-steps.js';
import { foldersUpwards, type SourceFacts } from './source-facts.js';
import { toolRunStep } from './tool-run.js';
import { trimScript } from './trim-script.js';
import { type BuildScript, isScriptName, missingOutputs, usualBuild } from './wanted-output.js';
import { neededMembers } from './workspace.js';

/**
 * What is built besides the package itself, before it: nothing, the members that it needs and that the source has unbuilt, what
 * the root's tool builds for it, or whatever the root's script builds, where the last goes on after a failure.
 */
export type WorkspaceBuild = 'none' | 'members' | 'tool' | 'root' | 'root-as-far-as-it-gets';

/** A package or root of the workspace with the script that builds it. */
interface Target {
  facts: SourceFacts;
  label: string;
  build: BuildScript;
}

/** Members that are built at most. */
const most = 60;

/** Steps that come before the package's own. */
export function workspaceSteps(
  what: WorkspaceBuild,
  input: Omit<PublishStepsInput, 'build' | 'publisher'>,
): { steps: PlanStep[]; omitted: Plan['omitted'] } {
  const { facts } = input;
  if (what === 'tool') return { steps: toolRunStep(input), omitted: [] };
  const targets = what === 'none' ? [] : what === 'members' ? memberTargets(facts) : rootTargets(facts);
  const all = targets.map(({ facts: own, label, build }) => {
    const { steps, omitted } = buildAlone(build, { ...input, facts: own });
    return {
      steps: steps.map((step) => ({ ...step, name: `${step.name} in ${label}`, optional: what !== 'root' })),
      omitted: omitted.map(({ step, reason }) => ({ step: `${label}: ${step}`, reason })),
    };
  });
  return { steps: all.flatMap(({ steps }) => steps), omitted: all.flatMap(({ omitted }) => omitted) };
}

/** Members that the package needs and whose published files the source lacks, with what makes them, in order. */
export function memberTargets(facts: SourceFacts): Target[] {
  const { workspace, input, manifest } = facts;
  if (workspace === null || workspace.declaredBy === null) return [];
  const usual = delegatedBuild(facts)?.script ?? null;
  return neededMembers(workspace, input.directory, manifest)
    .flatMap(({ folder, name, manifest: own }) => {
      const its = factsOf(facts, folder, own, name);
      const build = missingOutputs(its).length === 0 ? null : scriptThatBuilds(its, usual);
      return build === null
        ? []
        : [
            {
              facts: its,
              label: folder,
              build: { ...build, reason: `${name} is needed first: ${build.reason}` },
            },
          ];
    })
    .slice(0, most);
}

/** The script of the root that builds its packages; empty when there is none, or the package is the root. */
export function rootTargets(facts: SourceFacts): Target[] {
  const { workspace, input, manifests } = facts;
  if (workspace === null || workspace.root === input.directory) return [];
  const manifest = manifests.get(workspace.root);
  if (manifest === undefined) return [];
  const its = factsOf(facts, workspace.root, manifest, manifest.name ?? 'root');
  const build = scriptThatBuilds(its, null);
  if (build === null) return [];
  const place = posix.join(workspace.root, 'package.json');
  const label = workspace.root === '' ? 'the root' : workspace.root;
  const first = {
    facts: its,
    label,
    build: { ...build, reason: `${build.name} of ${place} builds its packages` },
  };
  return [
    first,
    ...declarationTargets(facts, its, build).map((more) => ({ facts: its, label, build: more })),
  ];
}

/** The same source, seen from another package of it. */
function factsOf(facts: SourceFacts, folder: string, manifest: Manifest, name: string): SourceFacts {
  const release = { ...facts.input.release, name, version: manifest.version ?? '0.0.0' };
  return {
    ...facts,
    manifest,
    folders: foldersUpwards(folder),
    input: { ...facts.input, directory: folder, release },
  };
}

/** A script by the name that the root runs everywhere, a usual name, or one that installing or publishing runs, if it builds. */
function scriptThatBuilds({ manifest }: SourceFacts, delegated: string | null): BuildScript | null {
  const { scripts } = manifest;
  const certain = false;
  if (delegated !== null && isScriptName(delegated) && scripts.has(delegated))
    return { name: delegated, reason: `the root runs ${delegated} in each package`, certain };
  const usual = usualBuild(manifest);
  if (usual !== null) return { name: usual, reason: `its script ${usual} builds it`, certain };
  const lifecycle = ['prepack', 'prepublishOnly', 'prepare', 'prepublish', 'postinstall'].find(
    (name) => scripts.has(name) && trimScript({ scripts, preAndPost: true }, name).builds,
  );
  return lifecycle === undefined
    ? null
    : { name: lifecycle, reason: `its script ${lifecycle} builds it`, certain };
}

/** Scripts of the root that make type declarations apart from its build, where the package's are missing. */
function declarationTargets(facts: SourceFacts, root: SourceFacts, build: BuildScript): BuildScript[] {
  const missing = missingOutputs(facts).find((path) => /\.d\.[cm]?ts$/.test(path));
  if (missing === undefined) return [];
  const { scripts } = root.manifest;
  const { runs } = trimScript({ scripts, preAndPost: true }, build.name);
  const name = ['build:types', 'build-types', 'build:dts', 'build-dts', 'types', 'build:d.ts'].find(
    (script) => scripts.has(script) && !runs.has(script),
  );
  return name === undefined
    ? []
    : [
        {
          name,
          reason: `${missing} is missing, and ${name} of the root makes type declarations`,
          certain: false,
        },
      ];
}
