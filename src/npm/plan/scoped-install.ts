import { posix } from 'node:path';
import { gte } from 'semver';
import type { ManagerChoice } from './manager-choice.js';
import { pnpm } from './managers/pnpm.js';
import type { SourceFacts } from './source-facts.js';

/** Names that can stand in a filter without meaning something else there. */
const plainName = /^(?:@[\w.-]+\/)?\w[\w.-]*$/;

/** Sources of packages that are no registry, as pnpm-lock.yaml writes them. */
const elsewhere = /codeload\.github\.com|git\+(?:ssh|https?):|\btype: git\b/;

/**
 * An install of what the package needs, with the members it needs and the root's tools, and of nothing else: what other packages of the
 * workspace take from git hosts can't stop it. Null when the manager has no such install, or it would be the whole one.
 */
export function scopedInstall(
  { workspace, input, manifest }: SourceFacts,
  { manager, folder }: ManagerChoice,
  version: string,
  command: readonly string[],
): string[] | null {
  if (manager !== pnpm || workspace === null || workspace.root !== folder || input.directory === folder)
    return null;
  if (workspace.declaredBy !== posix.join(folder, 'pnpm-workspace.yaml') || !gte(version, '7.0.0'))
    return null;
  if (manifest.name === null || !plainName.test(manifest.name)) return null;
  return [...command, '--filter', `${manifest.name}...`, '--filter', '{.}'];
}

/** Whether a lockfile takes packages from where the sandbox can't reach. */
export function takesFromElsewhere({ input }: SourceFacts, { lockfile }: ManagerChoice): boolean {
  return lockfile !== null && elsewhere.test(input.files.get(lockfile) ?? '');
}
