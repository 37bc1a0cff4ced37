import { lt, minVersion } from 'semver';
import type { ManagerChoice } from './manager-choice.js';
import type { SourceFacts } from './source-facts.js';
import { isRange } from './versions.js';

/** Tools that can't start before their own install script ran, up to a version. */
const incomplete: readonly { dependency: string; below: string }[] = [
  { dependency: 'node-sass', below: '99.0.0' },
  { dependency: 'esbuild', below: '0.13.0' },
  { dependency: 'deasync', below: '99.0.0' },
];

/** Whether dependencies have install scripts that a build may need: `needed`, `possible` or `none`. */
export function dependencyScripts(
  facts: SourceFacts,
  { lockfile }: ManagerChoice,
): 'needed' | 'possible' | 'none' {
  const { manifest, input } = facts;
  const needed = incomplete.some(({ dependency, below }) => {
    const range = manifest.dependencies.get(dependency);
    const lowest = range !== undefined && isRange(range) ? minVersion(range) : null;
    return lowest !== null && lt(lowest, below);
  });
  if (needed) return 'needed';
  const text = lockfile === null ? undefined : input.files.get(lockfile);
  // yarn.lock and older package-lock.json don't say which packages have scripts.
  const tells =
    text !== undefined && /"lockfileVersion": [23]\b|^lockfileVersion:/m.test(text.slice(0, 4_096));
  const states = text !== undefined && /"hasInstallScript": true|^\s+requiresBuild: true$/m.test(text);
  return tells && !states && !text.startsWith("lockfileVersion: '9") ? 'none' : 'possible';
}
