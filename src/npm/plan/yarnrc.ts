import { posix } from 'node:path';
import type { Plan } from '../../sandbox/schema.js';
import { leaveOutHosts } from '../yarnrc-hosts.js';
import type { ManagerChoice } from './manager-choice.js';
import { yarnBerry } from './managers/yarn-berry.js';
import type { SourceFacts } from './source-facts.js';

/** A yarn that the source carries along, which its yarn runs in place of itself. */
interface CarriedYarn {
  version: string;
  /** What names it. */
  place: string;
  /** Path of the program, relative to the root. */
  program: string;
}

/** The nearest yarn release that `yarnPath` (2 and later) or `yarn-path` (Classic) names with its version. */
export function carriedYarn({ folders, input }: SourceFacts): CarriedYarn | null {
  for (const folder of folders) {
    for (const name of ['.yarnrc.yml', '.yarnrc']) {
      const text = input.files.get(posix.join(folder, name)) ?? '';
      const path = /^(?:yarnPath:|yarn-path)[ \t]+["']?([^\s"']{1,200})/m.exec(text)?.[1];
      const version = /(?:^|\/)yarn-(\d+\.\d+\.\d+[\w.-]*)\.c?js$/.exec(path ?? '')?.[1];
      if (path === undefined || version === undefined) continue;
      return {
        version,
        place: `the yarn path of ${posix.join(folder, name)}`,
        program: posix.join(folder, path),
      };
    }
  }
  return null;
}

/** Environment that the source's own settings of yarn 2 and later ask for; empty for other managers. */
export function yarnrcEnvironment(
  facts: SourceFacts,
  { manager }: Pick<ManagerChoice, 'manager'>,
  version: string,
): Record<string, string> {
  if (manager !== yarnBerry) return {};
  const settings = settingsOf(facts);
  const names = [...settings.matchAll(/\$\{([A-Za-z_]\w{0,60})\}/g)].map(([, name]) => name!);
  const absent = names.filter((name) => !/^(?:PATH|HOME|CI|NODE_OPTIONS|YARN_.*|npm_.*)$/i.test(name));
  const carried = carriedYarn(facts);
  return {
    // It refuses to start where a variable that its settings name is missing: mostly a token for another registry.
    ...Object.fromEntries(absent.map((name) => [name, ''])),
    // Programs run from the cache where there is no node_modules, and the one below the home is gone after a step.
    YARN_ENABLE_GLOBAL_CACHE: /^nodeLinker:\s*["']?(?:node-modules|pnpm)\b/m.test(settings)
      ? 'true'
      : 'false',
    // The very yarn that the publisher ran is better than one near it.
    ...(carried !== null && carried.version !== version && facts.input.paths.has(carried.program)
      ? { YARN_IGNORE_PATH: 'false' }
      : {}),
  };
}

/** Edits that take settings for other hosts out of the source's `.yarnrc.yml` for the install. */
export function yarnrcEdits(facts: SourceFacts, { manager }: ManagerChoice): Plan['edits'] {
  if (manager !== yarnBerry) return [];
  return facts.folders.flatMap((folder) => {
    const path = posix.join(folder, '.yarnrc.yml');
    const { settings } = leaveOutHosts(facts.input.files.get(path) ?? '');
    if (settings.length === 0) return [];
    const reason = `${settings.join(', ')}: only the registry proxy can be reached here; undone before the build`;
    return [{ path, edit: 'yarnrc-hosts', reason }];
  });
}

function settingsOf({ folders, input }: SourceFacts): string {
  return folders.map((folder) => input.files.get(posix.join(folder, '.yarnrc.yml')) ?? '').join('\n');
}
