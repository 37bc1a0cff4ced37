import { posix } from 'node:path';
import { parse } from 'yaml';
import { objectOf } from '../../json-object.js';
import type { SourceFacts } from '../source-facts.js';
import { plainVersion } from '../versions.js';
import type { PublishCall } from './publish-call.js';

/** What the configuration of a release tool says: commands before the publish, and the folder it publishes. */
export interface ToolHooks {
  commands: string[];
  folder: string | null;
}

const longest = 64 * 2 ** 10;
const releaseItStages = ['before:init', 'before:bump', 'after:bump', 'before:release', 'before:npm:release'];

/** Reads the configuration of the tool that publishes from `directory`. Never throws. */
export function toolHooks(facts: SourceFacts, tool: PublishCall['tool'], directory: string): ToolHooks {
  const manifest = objectOf(readJson(facts.input.files.get(posix.join(directory, 'package.json'))));
  const file = (...names: string[]) =>
    names
      .map((name) => readYaml(facts.input.files.get(posix.join(directory, name))))
      .find((read) => read !== null);
  const ownFolder = text(objectOf(manifest.publishConfig).directory);
  switch (tool) {
    case 'np': {
      const config = { ...objectOf(file('.np-config.json')), ...objectOf(manifest.np) };
      return { commands: [], folder: text(config.contents) };
    }
    case 'release-it': {
      const found = file('.release-it.json', '.release-it.yml', '.release-it.yaml') ?? manifest['release-it'];
      return releaseIt(objectOf(found), facts);
    }
    case 'semantic-release': {
      const found =
        file('.releaserc', '.releaserc.json', '.releaserc.yml', '.releaserc.yaml') ?? manifest.release;
      return semanticRelease(objectOf(found), facts);
    }
    case 'lerna': {
      const lerna = objectOf(readJson(facts.input.files.get('lerna.json')));
      const publish = objectOf(objectOf(lerna.command).publish);
      return { commands: [], folder: text(publish.contents) ?? text(publish.directory) ?? ownFolder };
    }
    case 'changesets':
    case 'registry':
      return { commands: [], folder: ownFolder };
    case 'copy':
      return { commands: [], folder: null };
  }
}

function releaseIt(config: Record<string, unknown>, facts: SourceFacts): ToolHooks {
  const hooks = { ...objectOf(config.scripts), ...objectOf(config.hooks) };
  const commands = releaseItStages.flatMap((stage) => list(hooks[stage]));
  return {
    commands: commands.map((command) => filled(command, 'version', facts)),
    folder: text(objectOf(config.npm).publishPath),
  };
}

/** Plugins stand alone or with options; older configurations have them by step. */
function semanticRelease(config: Record<string, unknown>, facts: SourceFacts): ToolHooks {
  const lists = [config.plugins, config.verifyConditions, config.prepare, config.publish];
  const plugins = lists.flatMap((found) => (Array.isArray(found) ? found : [found])).slice(0, 50);
  const commands: string[] = [];
  let folder = text(config.pkgRoot);
  for (const plugin of plugins) {
    const name = Array.isArray(plugin) ? plugin[0] : (objectOf(plugin).path ?? plugin);
    const options = { ...config, ...objectOf(Array.isArray(plugin) ? plugin[1] : plugin) };
    if (name === '@semantic-release/npm') folder = text(options.pkgRoot) ?? folder;
    if (name !== '@semantic-release/exec') continue;
    const own = objectOf(Array.isArray(plugin) ? plugin[1] : plugin);
    for (const command of [own.prepareCmd, own.publishCmd, own.cmd])
      if (typeof command === 'string') commands.push(filled(command, 'nextRelease.version', facts));
  }
  return { commands, folder };
}

/** Release tools put the version into their commands as `${version}`. */
function filled(command: string, name: string, { input }: SourceFacts): string {
  const version = plainVersion(input.release);
  return command.replaceAll(`\${${name}}`, version).replaceAll(`<%= ${name} %>`, version);
}

function readJson(content: string | undefined): unknown {
  try {
    return content === undefined || content.length > 4 * 2 ** 20
      ? null
      : JSON.parse(content.replace(/^\uFEFF/, ''));
  } catch {
    return null;
  }
}

function readYaml(content: string | undefined): unknown {
  if (content === undefined || content.length > longest) return null;
  try {
    return parse(content, { maxAliasCount: 50, logLevel: 'error' });
  } catch {
    return null;
  }
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' && value.length < 200 ? value : null;
}

function list(value: unknown): string[] {
  const items: unknown[] = Array.isArray(value) ? value : [value];
  return items.filter((item) => typeof item === 'string').slice(0, 20);
}
