import { posix } from 'node:path';
import { lt } from 'semver';
import { defineManager } from './define-manager.js';
import { npm } from './npm.js';
import { withoutScripts } from './without-scripts.js';

/** bun as a package manager. What scripts start still finds node, which the plan has anyway. */
export const bun = defineManager({
  name: 'bun',
  // Where both are there it reads the text and leaves the other alone.
  lockfiles: ['bun.lock', 'bun.lockb'],
  // `lockfileVersion` of bun.lock, as each version writes it by itself (0: on demand); bun.lockb starts as a script would.
  writersOf(lockfile) {
    if (lockfile.startsWith('#!/usr/bin/env bun\nbun-lockfile-format-')) return '<1.2.0';
    const version = /^\s*\{\s*"lockfileVersion"\s*:\s*(\d+)/.exec(lockfile.slice(0, 4_096))?.[1];
    if (version === undefined) return null;
    return { '0': '>=1.1.39 <1.2.0', '1': '>=1.2.0 <1.4.0' }[version] ?? '>=1.4.0';
  },
  runsOn: () => '*',
  majors: { '0': '2022-07-05', '1': '2023-09-08' },
  // `bun publish` came with 1.1.30; before, npm published.
  publishScripts: () => ['prepublishOnly', 'prepack', 'prepare'],
  runsPreAndPost: () => true,
  install: ({ lockfile, mode }) => [
    'bun',
    'install',
    ...(lockfile ? (mode === 'frozen' ? ['--frozen-lockfile'] : []) : ['--no-save']),
    '--ignore-scripts',
  ],
  // Its own way is to name packages to trust, which changes package.json.
  rebuildDependencies: () => ['npm', 'rebuild'],
  run: (script) => ['bun', 'run', script],
  pack({ version, directory, output }) {
    if (lt(version, '1.1.27')) return packedBeside(directory, output);
    const there = posix.relative(directory, output);
    return { directory, command: ['bun', 'pm', 'pack', '--ignore-scripts', '--destination', there] };
  },
  environment: () => ({}),
});

/** Before it could pack, npm did: whichever stands beside it, so in the one way that all of them know. */
function packedBeside(directory: string, output: string): { directory: string; command: string[] } {
  const packed = npm.pack({ version: '6.0.0', directory, output });
  return { ...packed, command: withoutScripts('../.reprove-quiet', packed.command) };
}
