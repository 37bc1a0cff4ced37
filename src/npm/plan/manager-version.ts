import { gtr, lt, ltr, major, satisfies } from 'semver';
import type { ToolVersion } from '../../ecosystem.js';
import { bundledNpm } from './bundled-npm.js';
import { isOf, type ManagerChoice, managerWishes } from './manager-choice.js';
import type { Manager } from './managers/define-manager.js';
import { npm } from './managers/npm.js';
import { yarnBerry } from './managers/yarn-berry.js';
import type { SourceFacts } from './source-facts.js';
import { exactVersion, inRange, isRange, nearest, newestOn } from './versions.js';

/** A version with what says so. */
export interface ChosenVersion {
  version: string;
  reason: string;
}

/** Version of a manager that the source pins; null when it pins none that can be had. */
export function pinnedVersion(facts: SourceFacts, choice: ManagerChoice): ChosenVersion | null {
  const { manager } = choice;
  const tools = facts.input.tools.get(manager.name) ?? [];
  const writers = writersOf(facts, choice);
  for (const wish of [
    ...managerWishes(facts).map((stated) => ({ ...stated, tests: false })),
    ...workflowWishes(facts),
  ]) {
    if (!isOf(wish, manager)) continue;
    const { version: wanted, place, tests } = wish;
    const exact = exactVersion(wanted);
    const version =
      exact !== null
        ? had(tools, exact)
        : isRange(wanted)
          ? newestOn(usable(facts, manager, null), wanted, facts.day)
          : null;
    // A job that tests an old version says nothing of the one that wrote the lockfile; without a lockfile nothing tells the two apart.
    if (tests && (choice.lockfile === null || (version !== null && !inRange(version, writers)))) continue;
    if (version !== null) return { version, reason: `${place} says ${wanted.replace(/\+.*/s, '')}` };
  }
  return null;
}

/** Version of a manager to use with a node version; null when none can be had. */
export function managerVersion(
  facts: SourceFacts,
  choice: ManagerChoice,
  node: string,
): ChosenVersion | null {
  const { manager, lockfile } = choice;
  const pinned = pinnedVersion(facts, choice);
  const writers = writersOf(facts, choice);
  // None reads a format that only later ones write: npm would go on without a lockfile, others stop.
  const isTooOld = pinned !== null && ltr(pinned.version, writers);
  if (pinned !== null && !isTooOld) return pinned;
  const instead = isTooOld ? `; ${pinned.reason}, which can't read ${lockfile}` : '';
  const beside = manager === npm ? npmVersion(facts, node) : null;
  // npm 7 and later read every format; older ones can't read what only later ones write, and know no workspaces.
  const needsLater =
    writers === '>=7' ||
    (writers === '7 || 8' && (facts.manifests.get(choice.folder)?.workspaces.length ?? 0) > 0);
  if (beside !== null && !(needsLater && lt(beside.version, '7.0.0'))) {
    return { ...beside, reason: `${beside.reason}${instead}` };
  }
  const asked = facts.manifest.engines.get(manager.name) ?? '*';
  const fitting = usable(facts, manager, node);
  const version =
    newestOn(
      fitting.filter((tool) => inRange(tool.version, asked)),
      writers,
      facts.day,
    ) ??
    newestOn(fitting, writers, facts.day) ??
    newestOn(fitting, '*', facts.day);
  if (version === null) return beside;
  const because = lockfile === null ? 'that runs' : `of those that write ${lockfile} as it is and run`;
  return { version, reason: `the newest on that day ${because} on node ${node}${instead}` };
}

/**
 * Why a version would write the lockfile anew whatever is in it, so that an install to the letter must fail; null where it wouldn't.
 * npm and pnpm install from older formats as they are.
 */
export function rewritesLockfile(facts: SourceFacts, choice: ManagerChoice, version: string): string | null {
  const { manager, lockfile } = choice;
  if (manager !== yarnBerry || lockfile === null) return null;
  const isForeign = manager.migrates?.(facts.input.files.get(lockfile) ?? '') === true;
  if (!isForeign && !gtr(version, writersOf(facts, choice))) return null;
  return `${lockfile} is obeyed where it can be: yarn ${version} writes an older format anew`;
}

/** The npm that stands beside any manager: the one that published, else the one that came with node. */
export function npmVersion({ input }: SourceFacts, node: string): ChosenVersion | null {
  const published = exactVersion(input.release.managerVersion ?? '');
  if (published !== null && satisfies(node, npm.runsOn(published))) {
    const version = had(input.tools.get('npm') ?? [], published);
    if (version !== null) return { version, reason: 'the registry recorded it at publication' };
  }
  const version = bundledNpm(node, input.tools);
  return version === null ? null : { version, reason: `it comes with node ${node}` };
}

/** Versions whose major had started on the day, and that run on a node version. */
function usable({ input, day }: SourceFacts, manager: Manager, node: string | null): ToolVersion[] {
  return (input.tools.get(manager.name) ?? []).filter(({ version }) => {
    const exact = exactVersion(version);
    if (exact === null) return false;
    const started = manager.majors[String(major(exact))];
    return (started ?? '') <= day && (node === null || satisfies(node, manager.runsOn(exact)));
  });
}

/** Versions that write the choice's lockfile as it is; all, without one. */
function writersOf({ input }: SourceFacts, { manager, lockfile }: ManagerChoice): string {
  return lockfile === null ? '*' : (manager.writersOf(input.files.get(lockfile) ?? '') ?? '*');
}

function workflowWishes({
  jobs,
}: SourceFacts): { name: string; version: string; place: string; tests: boolean }[] {
  return [...jobs]
    .sort((left, right) => Number(right.publishes) - Number(left.publishes))
    .flatMap(({ pnpm, bun, installs, place, publishes }) => [
      ...installs.map((wish) => ({ ...wish, place: `npm install -g in ${place}`, tests: !publishes })),
      ...only(pnpm).map((version) => ({
        name: 'pnpm',
        version,
        place: `pnpm/action-setup in ${place}`,
        tests: !publishes,
      })),
      ...only(bun).map((version) => ({
        name: 'bun',
        version,
        place: `oven-sh/setup-bun in ${place}`,
        tests: !publishes,
      })),
    ]);
}

/** A version that has no other beside it. */
const only = (versions: readonly string[]): readonly string[] => (versions.length === 1 ? versions : []);

function had(tools: readonly ToolVersion[], exact: string): string | null {
  return tools.length === 0 ? exact : nearest(tools, exact);
}
