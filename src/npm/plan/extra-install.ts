import type { PlanStep } from '../../sandbox/schema.js';
import type { ManagerChoice } from './manager-choice.js';
import type { SourceFacts } from './source-facts.js';

/**
 * Installs besides the main one. Where no package manager joins the packages of a repository, as with lerna before workspaces, the
 * root's dependencies are the build tools and the package's are its own: each is installed in its folder, and other packages of
 * the repository come from the registry.
 */
export function extraInstalls(
  facts: SourceFacts,
  { manager, folder }: ManagerChoice,
  version: string,
): PlanStep[] {
  const { workspace, input, manifests } = facts;
  // Berry installs nowhere but in a project of its own.
  if (manager.name === 'yarn-berry') return [];
  if (workspace === null || workspace.root === input.directory || isJoined(facts)) return [];
  const others = [workspace.root, input.directory].filter(
    (other) => other !== folder && (manifests.get(other)?.dependencies.size ?? 0) > 0,
  );
  return others.map((other) => ({
    name: `install in ${other === '' ? 'the root' : other}`,
    phase: 'install',
    command: [
      ...manager.install({ version, lockfile: false, mode: 'relaxed' }),
      ...(manager.name === 'pnpm' ? ['--ignore-workspace'] : []),
    ],
    directory: other,
    environment: {},
    network: 'registry',
    optional: true,
    reason:
      other === workspace.root
        ? 'build tools of a repository without workspaces are in its root'
        : `no workspace of ${manager.name} has the package, so its dependencies are installed in its folder`,
  }));
}

/** Whether the package manager itself lists the package as a member. */
function isJoined({ workspace }: SourceFacts): boolean {
  return (
    workspace?.declaredBy != null &&
    /(?:^|\/)(?:pnpm-workspace\.yaml|package\.json)$/.test(workspace.declaredBy)
  );
}
