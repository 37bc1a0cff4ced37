import { posix } from 'node:path';
import type { Plan } from '../../sandbox/schema.js';
import { leaveOutBunHosts } from '../bunfig-hosts.js';
import type { ManagerChoice } from './manager-choice.js';
import { bun } from './managers/bun.js';
import type { SourceFacts } from './source-facts.js';

/** Edit that takes settings for other hosts out of the source's `bunfig.toml`, which bun reads where it runs, for the install. */
export function bunfigEdits({ input }: SourceFacts, { manager, folder }: ManagerChoice): Plan['edits'] {
  if (manager !== bun) return [];
  const path = posix.join(folder, 'bunfig.toml');
  const { settings } = leaveOutBunHosts(input.files.get(path) ?? '');
  if (settings.length === 0) return [];
  const reason = `${settings.join(', ')}: only the registry proxy can be reached here; undone before the build`;
  return [{ path, edit: 'bunfig-hosts', reason }];
}
