import type { Variant } from '../plan/assemble.js';
import { isOf, managerChoices } from '../plan/manager-choice.js';
import { type ChosenVersion, managerVersion } from '../plan/manager-version.js';
import type { Manager } from '../plan/managers/define-manager.js';
import { managers } from '../plan/managers/index.js';
import { nodeChoices } from '../plan/node-choice.js';
import type { SourceFacts } from '../plan/source-facts.js';
import { exactVersion, nearest, newestOn } from '../plan/versions.js';
import type { Recipe } from './schema.js';

/**
 * The choices of a recipe: what it names, and what the rules would choose first for the rest. `base` is the rules' first variant,
 * null where they have none.
 */
export function recipeVariant(
  facts: SourceFacts,
  base: Variant | null,
  recipe: Recipe,
  says: string,
): Variant | { fault: string } {
  const node = nodeOf(facts, base, recipe, says);
  if (node === null) return { fault: `node ${recipe.node ?? ''} can't be had`.replace('  ', ' ') };
  const [name, wanted] = (recipe.manager ?? '').split('@');
  const { choices } = managerChoices(facts);
  const named = managers.filter((one) => name !== undefined && isMeant(one, name, wanted));
  const manager =
    named[0] === undefined
      ? (base?.manager ?? choices[0])
      : (choices.find((choice) => named.includes(choice.manager)) ?? {
          manager: named[0],
          folder: facts.input.directory,
          lockfile: null,
          reason: says,
        });
  if (manager === undefined) return { fault: 'it must name a manager, since the rules find none' };
  const version = wanted === undefined ? undefined : versionOf(facts, manager.manager.name, wanted, says);
  if (version === null) return { fault: `${name} ${wanted} can't be had` };
  const tool = recipe.pack?.tool;
  if (tool !== undefined && tool !== 'npm' && tool !== commonName(manager.manager))
    return { fault: `"pack.tool" must be npm or ${commonName(manager.manager)}` };
  if (version === undefined && managerVersion(facts, manager, node.version) === null)
    return { fault: `no version of ${manager.manager.name} can be had for node ${node.version}` };
  return {
    manager,
    ...(version === undefined ? {} : { managerVersion: version }),
    node,
    build: base?.build ?? null,
    flow: null,
    workspace: base?.workspace ?? 'none',
    scoped: false,
    installs: true,
    git: base?.git ?? false,
    anyTime: false,
    pressOn: false,
    parts: false,
    trim: true,
    packer: tool === undefined ? (base?.packer ?? 'npm') : tool === 'npm' ? 'npm' : 'manager',
    mode: 'frozen',
    dependencyScripts: recipe.install === undefined && (base?.dependencyScripts ?? false),
    leaveOutForeign: false,
    remedies: null,
    reasons: [
      `first: ${says}`,
      ...(recipe.reason === undefined ? [] : [`the recipe's reason: ${recipe.reason}`]),
    ],
  };
}

/** What people call a manager: yarn 2 and later is another program of the same name. */
const commonName = ({ name }: Manager): string => name.replace(/-berry$/, '');

/** Whether a recipe means this manager; `yarn` without a version is the one whose lockfile is there, else the first. */
function isMeant(manager: Manager, name: string, wanted: string | undefined): boolean {
  return wanted === undefined ? commonName(manager) === name : isOf({ name, version: wanted }, manager);
}

function nodeOf(
  facts: SourceFacts,
  base: Variant | null,
  { node }: Recipe,
  says: string,
): Variant['node'] | null {
  if (node === undefined) return base?.node ?? nodeChoices(facts, [])[0] ?? null;
  const chosen = versionOf(facts, 'node', node, says);
  return chosen === null ? null : { ...chosen, environment: {} };
}

function versionOf(
  { input, day }: SourceFacts,
  name: string,
  wanted: string,
  says: string,
): ChosenVersion | null {
  const tools = input.tools.get(name) ?? [];
  const exact = exactVersion(wanted);
  const version =
    exact === null ? newestOn(tools, wanted, day) : tools.length === 0 ? exact : nearest(tools, exact);
  if (version === null) return null;
  const instead =
    exact === null || exact === version ? '' : `, of which ${version} is the nearest that can be had`;
  return { version, reason: `${says} says ${wanted}${instead}` };
}
