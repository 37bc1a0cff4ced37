import { posix } from 'node:path';
import { gte } from 'semver';
import type { Manager } from './managers/define-manager.js';
import { managers } from './managers/index.js';
import { npm } from './managers/npm.js';
import { yarn } from './managers/yarn.js';
import { yarnBerry } from './managers/yarn-berry.js';
import type { Wish } from './manifest.js';
import type { SourceFacts } from './source-facts.js';
import { exactVersion, inRange } from './versions.js';
import { carriedYarn } from './yarnrc.js';

/** A package manager that may have made the release, and where it would install. */
export interface ManagerChoice {
  manager: Manager;
  /** Folder where the install runs, relative to the root. */
  folder: string;
  /** Lockfile relative to the root; null when there is none that can be used. */
  lockfile: string | null;
  reason: string;
}

/**
 * Managers worth a plan, best first: the one that the source declares, then those whose lockfiles it has, by what CI calls.
 * npm without a lockfile is the last resort. Empty when only managers are used that there is no support for.
 */
export function managerChoices(facts: SourceFacts): { choices: ManagerChoice[]; notes: string[] } {
  const declared = managerWishes(facts)[0] ?? null;
  const supported = declared !== null && managers.some((manager) => isOf(declared, manager));
  const scored = managers.flatMap((manager) => {
    const isDeclared = declared !== null && isOf(declared, manager);
    const lockfile = lockfileOf(facts, manager, isDeclared);
    if (lockfile === null && !isDeclared) return [];
    const usedByCi = facts.jobs.some(({ runs }) => runs.some((run) => callsInstall(run, manager.name)));
    const root = workspaceRoot(facts.folders, facts.manifests, facts.input);
    const choice: ManagerChoice = {
      manager,
      folder: lockfile === null ? root : parent(lockfile),
      lockfile,
      reason: isDeclared ? `${declared.place} names it` : `the source has ${lockfile}`,
    };
    return [{ choice, score: (isDeclared ? 8 : 0) + (lockfile === null ? 0 : 4) + (usedByCi ? 2 : 0) }];
  });
  const notes =
    declared === null || supported
      ? []
      : [`${declared.place} names ${declared.name} ${declared.version}, which there is no plan for`];
  const choices = scored.sort((left, right) => right.score - left.score).map(({ choice }) => choice);
  const ranges = [...facts.manifest.dependencies.values()];
  const plain = !ranges.some((range) => /^(?:workspace|catalog|portal|patch|link):/.test(range));
  if (plain && !choices.some(({ manager, lockfile }) => manager === npm && lockfile === null)) {
    const reason = 'no lockfile is obeyed; versions are those of the publish day';
    // Build tools of a workspace are its root's.
    const root = facts.folders.find((folder) => (facts.manifests.get(folder)?.workspaces.length ?? 0) > 0);
    choices.push({ manager: npm, folder: root ?? facts.input.directory, lockfile: null, reason });
  }
  return { choices, notes };
}

/** Wishes for a package manager that the source states, the one that decides first, with where. */
export function managerWishes(facts: SourceFacts): (Wish & { place: string })[] {
  const { folders, manifests } = facts;
  const carried = carriedYarn(facts);
  const wishes = folders.flatMap((folder) => {
    const manifest = manifests.get(folder);
    if (manifest === undefined) return [];
    const place = posix.join(folder, 'package.json');
    const pin = /^([a-z]{1,20})@(\S{1,200})$/.exec(manifest.packageManager ?? '');
    const volta = managers.flatMap(({ name }) => {
      const version = manifest.volta.get(name);
      return version === undefined ? [] : [{ name, version, place: `volta in ${place}` }];
    });
    return [
      ...(pin === null ? [] : [{ name: pin[1]!, version: pin[2]!, place: `packageManager of ${place}` }]),
      ...manifest.devEngines.packageManager.map((wish) => ({ ...wish, place: `devEngines of ${place}` })),
      ...volta,
    ];
  });
  // Whatever yarn is called runs the one that the source carries along.
  return carried === null ? wishes : [{ name: 'yarn', ...carried }, ...wishes];
}

/** Whether a version or range that a source asks for is of a manager: the name `yarn` stands for two programs. */
export function isOf({ name, version }: Wish, manager: Manager): boolean {
  if (name !== 'yarn') return name === manager.name;
  if (manager !== yarn && manager !== yarnBerry) return false;
  const exact = exactVersion(version);
  if (exact !== null) return gte(exact, '2.0.0-0') === (manager === yarnBerry);
  const samples = manager === yarn ? ['1.22.22'] : ['2.4.3', '3.8.7', '4.18.1'];
  return samples.some((sample) => inRange(sample, version));
}

/** The nearest lockfile of a manager that it can read; null when there is none. Only a declared one takes over another's. */
function lockfileOf(
  { input, folders, manifests }: SourceFacts,
  manager: Manager,
  isDeclared: boolean,
): string | null {
  const found = folders.flatMap((folder) =>
    manager.lockfiles.map((name) => posix.join(folder, name)).filter((path) => input.paths.has(path)),
  );
  const readable = found.filter((path) => {
    const text = input.files.get(path);
    return (
      text === undefined ||
      manager.writersOf(text) !== null ||
      (isDeclared && manager.migrates?.(text) === true)
    );
  });
  // A workspace is installed from its root; a lockfile left in one of its folders is not used.
  const root = workspaceRoot(folders, manifests, input);
  return readable.find((path) => parent(path) === root) ?? readable[0] ?? null;
}

/** The folder that lists workspaces which may include the package, the package's own folder otherwise. */
function workspaceRoot(
  folders: readonly string[],
  manifests: SourceFacts['manifests'],
  input: SourceFacts['input'],
): string {
  const above = folders.find(
    (folder) =>
      (manifests.get(folder)?.workspaces.length ?? 0) > 0 ||
      input.paths.has(posix.join(folder, 'pnpm-workspace.yaml')),
  );
  return above ?? input.directory;
}

function parent(path: string): string {
  const folder = posix.dirname(path);
  return folder === '.' ? '' : folder;
}

function callsInstall(run: string, name: string): boolean {
  const calls = {
    npm: /\bnpm (?:ci|i|install)\b/,
    pnpm: /\bpnpm (?:i|install)\b/,
    yarn: /^\s*yarn(?: install\b|\s*$)/m,
    bun: /\bbun (?:i|install|ci)\b/,
    'yarn-berry': /^\s*yarn(?: install\b|\s*$)/m,
  };
  return Object.hasOwn(calls, name) && calls[name as keyof typeof calls].test(run);
}
