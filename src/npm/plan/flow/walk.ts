import { posix } from 'node:path';
import type { Plan } from '../../../sandbox/schema.js';
import { commandKind } from '../command-kind.js';
import { splitScript, wordsOf } from '../shell-text.js';
import type { SourceFacts } from '../source-facts.js';
import { reasons } from '../trim-script.js';
import type { FlowCommand } from './flow.js';
import { leadsToPublish } from './leads.js';
import type { MakeTarget } from './makefile.js';
import { type PublishCall, publishCall } from './publish-call.js';
import { toolHooks } from './tool-hooks.js';

/** How far a walk got. */
export interface Walk {
  facts: SourceFacts;
  targets: ReadonlyMap<string, MakeTarget>;
  /** Programs for node that publish are followed too. */
  programs: boolean;
  commands: FlowCommand[];
  omitted: Plan['omitted'];
  /** Where the publish was met; null before. `folder` is null when only running the last command shows it. */
  published: { folder: string | null; call: PublishCall | null } | null;
  /** Names of scripts, files and targets that the walk is inside of. */
  above: readonly string[];
  /** Commands that may still be looked at: scripts can run each other in exponentially many ways. */
  budget: { left: number };
}

/** Stands for a value that only the host of a workflow knows. */
const expression = '__expression__';
const deepest = 6;
const mostCommands = 60;
/** Of a line that is run as it is. */
const longest = 4_096;
const checks = /(?:^|[-_])(?:tests?|lint|check|coverage|audit)(?:$|[-_])/;
const versionScripts = ['preversion', 'version', 'postversion'];

/** Follows shell text of the source, which runs in `directory`, up to the first publish. Gives the folder it ends in. */
export function walkText(
  walk: Walk,
  text: string,
  directory: string,
  environment: Record<string, string> = {},
): string {
  let folder = directory;
  const joined = text.replace(/\\\r?\n\s*/g, ' ').replace(/\$\{\{[^}]*\}\}/g, expression);
  for (const line of joined.split(/\r?\n/)) {
    if (done(walk)) return folder;
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const parts = splitScript(trimmed);
    if (parts === null) {
      walkOpaque(walk, trimmed, folder, environment);
      continue;
    }
    for (const part of parts) {
      if (done(walk)) return folder;
      // Conditions are taken as met: what they guard is usually whether to publish at all, or under which tag.
      const command = part.text.replace(/^(?:then|else|do|!)\s+/, '');
      if (/^(?:if|elif|then|else|fi|for|while|do|done|case|esac|function)(?:\s|$)/.test(command)) continue;
      folder = walkPart(walk, command, folder, environment) ?? folder;
    }
  }
  return folder;
}

function done({ published, commands, budget }: Walk): boolean {
  return published !== null || commands.length >= mostCommands || budget.left <= 0;
}

/** Follows one command; gives the folder after it when it changes that. */
function walkPart(
  walk: Walk,
  text: string,
  directory: string,
  environment: Record<string, string>,
): string | null {
  const { facts } = walk;
  walk.budget.left -= 1;
  const [first, ...rest] = wordsOf(text);
  if (first === 'cd' || first === 'pushd') return inside(directory, rest[0] ?? '');
  const call = publishCall(text);
  if (call !== null) {
    publish(walk, call, text, directory, environment);
    return null;
  }
  const scripts = facts.manifests.get(directory)?.scripts ?? new Map<string, string>();
  if (isVersionCall(text)) {
    walkScripts(walk, versionScripts, directory, environment);
    return null;
  }
  const found = commandKind(text, (name) => scripts.has(name));
  if (found.kind === 'setup') return null;
  if (found.kind === 'check' || found.kind === 'release' || found.kind === 'install') {
    walk.omitted.push({ step: text, reason: reasons[found.kind] });
    return null;
  }
  const leading = found.kind === 'run' && found.scripts.some((name) => leads(walk, directory, name));
  if (found.kind === 'run' && leading && !found.withArguments) {
    for (const name of found.scripts) {
      if (done(walk)) return null;
      if (leads(walk, directory, name)) walkScripts(walk, [`pre${name}`, name], directory, environment);
      else add(walk, `npm run ${name}`, name, directory, environment);
    }
    return null;
  }
  if (first === 'make' || first === 'gmake') {
    for (const target of rest.filter((word) => /^[\w./-]+$/.test(word) && !word.startsWith('-')))
      walkTarget(walk, target, directory);
    return null;
  }
  if (leading || leadsToPublish(facts, text, directory, walk.programs)) {
    add(walk, text, null, directory, environment);
    walk.published = { folder: null, call: null };
    return null;
  }
  const single = found.kind === 'run' && found.scripts.length === 1 && !found.withArguments;
  add(walk, text, single ? found.scripts[0]! : null, directory, environment);
  return null;
}

/** Text with conditions, loops or substitutions: run as it is when publishing is somewhere in it, or left out. */
function walkOpaque(walk: Walk, text: string, directory: string, environment: Record<string, string>): void {
  walk.budget.left -= 1;
  if (
    text.length < longest &&
    leadsToPublish(walk.facts, text, directory, walk.programs) &&
    !text.includes(expression)
  ) {
    add(walk, text, null, directory, environment);
    walk.published = { folder: null, call: null };
  } else walk.omitted.push({ step: text.slice(0, 200), reason: 'it is not understood' });
}

/** Follows scripts of the package in `directory`, those that it has. */
export function walkScripts(
  walk: Walk,
  names: readonly string[],
  directory: string,
  environment: Record<string, string> = {},
): void {
  const scripts = walk.facts.manifests.get(directory)?.scripts;
  for (const name of names) {
    const text = scripts?.get(name);
    const key = `${directory}:${name}`;
    if (text === undefined || walk.above.includes(key) || walk.above.length > deepest || done(walk)) continue;
    const inner: Walk = { ...walk, published: null, above: [...walk.above, key] };
    walkText(inner, text, directory, environment);
    walk.published = inner.published;
  }
}

/** Follows a target of the Makefile: what it needs, then its lines. */
export function walkTarget(walk: Walk, name: string, directory: string): void {
  walk.budget.left -= 1;
  const target = walk.targets.get(name);
  const key = `make:${name}`;
  if (checks.test(name)) {
    walk.omitted.push({ step: `make ${name}`, reason: reasons.check });
    return;
  }
  const follow =
    target !== undefined &&
    !walk.above.includes(key) &&
    walk.above.length <= deepest &&
    (targetLeads(walk, target) ||
      (target.recipe.length === 0 && target.needs.some((need) => checks.test(need))));
  if (!follow) {
    add(walk, `make ${name}`, null, directory, {}, true);
    return;
  }
  const inner: Walk = { ...walk, published: null, above: [...walk.above, key] };
  for (const need of target.needs) if (!done(inner)) walkTarget(inner, need, directory);
  // Each line of a recipe is a shell of its own.
  for (const line of target.recipe) if (!done(inner)) walkText(inner, line, directory);
  walk.published = inner.published;
}

/** Whether a target's own lines, or those of what it needs, publish. */
export function targetLeads(
  { facts, targets }: Pick<Walk, 'facts' | 'targets'>,
  target: MakeTarget,
): boolean {
  const all = new Set([target]);
  for (const { recipe, needs } of all) {
    if (recipe.some((line) => leadsToPublish(facts, line, ''))) return true;
    const called = recipe.flatMap((line) => /^make\s+([\w./-]+)$/.exec(line)?.[1] ?? []);
    for (const name of [...needs, ...called]) {
      const inner = targets.get(name);
      if (inner !== undefined) all.add(inner);
    }
  }
  return false;
}

function publish(
  walk: Walk,
  call: PublishCall,
  text: string,
  directory: string,
  environment: Record<string, string>,
): void {
  if (call.tool === 'np' || call.tool === 'lerna')
    walkScripts(walk, call.tool === 'np' ? versionScripts : [], directory, environment);
  const hooks = toolHooks(walk.facts, call.tool, directory);
  for (const hook of hooks.commands) if (!done(walk)) walkText(walk, hook, directory, environment);
  if (walk.published !== null) return;
  if (call.tool === 'copy') {
    add(walk, text, null, directory, environment);
    walk.published = { folder: null, call };
    return;
  }
  const folder = inside(directory, call.folder ?? hooks.folder ?? '');
  walk.published = { folder, call };
}

function add(
  walk: Walk,
  text: string,
  script: string | null,
  directory: string,
  environment: Record<string, string>,
  mayFail = false,
): void {
  if (text.includes(expression)) {
    walk.omitted.push({ step: text.slice(0, 200), reason: 'only the host that ran it knows its values' });
    return;
  }
  const known = walk.commands.some((command) => command.text === text && command.directory === directory);
  if (known && script !== null) return;
  walk.commands.push({ text, script, directory, environment, mayFail });
}

function leads(walk: Walk, directory: string, name: string): boolean {
  return leadsToPublish(walk.facts, `npm run ${name}`, directory, walk.programs);
}

function isVersionCall(text: string): boolean {
  return /^(?:npm|pnpm|yarn|bun\s+pm)\s+(?:--?\S+\s+)*version(?:\s|$)/.test(text);
}

/** A folder below another one; the other itself where the name can't be followed or leads out. */
function inside(directory: string, name: string): string {
  if (/[$`*?~]|__expression__/.test(name) || name.startsWith('/') || name === '-') return directory;
  const joined = posix.join(directory, name).replace(/\/$/, '');
  return joined === '.' || joined.startsWith('..') ? '' : joined;
}
