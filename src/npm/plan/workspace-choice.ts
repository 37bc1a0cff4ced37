import type { Plan } from '../../sandbox/schema.js';
import { buildsDependencies, delegatedBuild } from './monorepo-tools.js';
import type { SourceFacts } from './source-facts.js';
import { toolRun } from './tool-run.js';
import { missingOutputs, usualBuild } from './wanted-output.js';
import { memberTargets, rootTargets, type WorkspaceBuild } from './workspace-steps.js';

/** What is built before the package, with why. */
export interface WorkspaceChoice {
  what: WorkspaceBuild;
  /** The package's own build script is not run besides: the root's has done it. */
  replacesBuild: boolean;
  remedies: Plan['remedies'];
  reason: string | null;
}

/**
 * What may have been built before the package, the likeliest first. A package that can build itself needs at most the members it
 * imports; for one that can't, the root's script is what there is.
 */
export function workspaceChoices(facts: SourceFacts, buildsItself: boolean): WorkspaceChoice[] {
  const alone: WorkspaceChoice = { what: 'none', replacesBuild: false, remedies: null, reason: null };
  if (facts.workspace === null) return [alone];
  const members = memberTargets(facts);
  const root = rootTargets(facts);
  const missing = missingOutputs(facts);
  const withMembers: WorkspaceChoice[] =
    members.length === 0
      ? []
      : [
          {
            what: 'members',
            replacesBuild: false,
            remedies: null,
            reason: `the packages of the workspace that it needs are built first: ${members.map(({ label }) => label).join(', ')}`,
          },
        ];
  const byRoot: WorkspaceChoice[] =
    root.length === 0
      ? []
      : [
          {
            what: 'root',
            replacesBuild: true,
            remedies: null,
            reason: `${root[0]!.build.reason}${missing.length === 0 ? '' : `, and the source lacks ${missing[0]}`}`,
          },
          {
            what: 'root-as-far-as-it-gets',
            replacesBuild: true,
            remedies: 'build',
            reason: 'if building fails: goes on, since what failed may be another package of the workspace',
          },
        ];
  if (missing.length === 0) return [alone, ...byRoot];
  const tool = toolRun(facts);
  const byTool = (remedies: Plan['remedies'], when: string): WorkspaceChoice[] =>
    tool === null
      ? []
      : [
          {
            what: 'tool',
            replacesBuild: true,
            remedies,
            reason: `${when}${tool} builds it with what it needs`,
          },
        ];
  if (!buildsItself) return [...byTool(null, ''), ...byRoot, alone, ...withMembers];
  // The root would only run, everywhere, what these choices run where it is needed.
  const delegated = delegatedBuild(facts);
  const same = delegated !== null && delegated.script === usualBuild(facts.manifest);
  const others = same ? byTool('build', 'if building fails: ') : byRoot;
  const build = usualBuild(facts.manifest);
  if (build !== null && buildsDependencies(facts.manifest, build)) return [alone, ...withMembers, ...others];
  return withMembers.length > 0 ? [...withMembers, ...others] : [alone, ...others];
}
