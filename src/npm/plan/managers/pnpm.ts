import { posix } from 'node:path';
import { lt } from 'semver';
import { defineManager } from './define-manager.js';

/** pnpm 3 and later. */
export const pnpm = defineManager({
  name: 'pnpm',
  lockfiles: ['pnpm-lock.yaml'],
  // `lockfileVersion`, as each major of pnpm writes it.
  writersOf(lockfile) {
    const version = /^lockfileVersion:\s*['"]?(\d+(?:\.\d+)?)/m.exec(lockfile.slice(0, 65_536))?.[1];
    if (version === undefined) return null;
    const writers: Record<string, string> = {
      '5': '3',
      '5.0': '3',
      '5.1': '3 || 4',
      '5.2': '5',
      '5.3': '6',
      '5.4': '7',
      // 7 can be told to write it.
      '6.0': '>=7.24.0 <9.0.0',
      '6.1': '8',
    };
    return Object.hasOwn(writers, version) ? writers[version]! : '>=9';
  },
  // `engines` of its own package.json.
  runsOn(version) {
    if (lt(version, '6.0.0')) return '>=10.16';
    if (lt(version, '7.0.0')) return '>=12.17';
    if (lt(version, '8.0.0')) return '>=14.6';
    if (lt(version, '9.0.0')) return '>=16.14';
    if (lt(version, '11.0.0')) return '>=18.12';
    return '>=22.13';
  },
  majors: {
    '3': '2019-03-05',
    '4': '2019-10-08',
    '5': '2020-05-15',
    '6': '2021-03-27',
    '7': '2022-05-01',
    '8': '2023-03-27',
    '9': '2024-04-16',
    '10': '2025-01-07',
    '11': '2026-04-28',
    '12': '2026-08-26',
  },
  // `publish` and `pack` in its releasing commands.
  publishScripts: (version) =>
    lt(version, '7.0.0')
      ? ['prepublish', 'prepare', 'prepublishOnly', 'prepack']
      : ['prepublishOnly', 'prepublish', 'prepack', 'prepare'],
  // Off by default in 7 and 8 (`enable-pre-post-scripts`).
  runsPreAndPost: (version) => lt(version, '7.0.0') || !lt(version, '9.0.0'),
  install: ({ lockfile, mode }) => [
    'pnpm',
    'install',
    lockfile && mode === 'frozen' ? '--frozen-lockfile' : '--no-frozen-lockfile',
    '--ignore-scripts',
  ],
  rebuildDependencies: () => ['pnpm', 'rebuild'],
  run: (script) => ['pnpm', 'run', script],
  pack: ({ directory, output }) => ({
    directory,
    command: [
      'pnpm',
      'pack',
      '--config.ignore-scripts=true',
      '--pack-destination',
      posix.relative(directory, output),
    ],
  }),
  // It must not fetch and run the version that `packageManager` names, nor check or repeat the install before each script. pnpm 11
  // and later read `pnpm_config_*` only.
  environment: () => ({
    npm_config_manage_package_manager_versions: 'false',
    npm_config_package_manager_strict: 'false',
    npm_config_verify_deps_before_run: 'false',
    pnpm_config_pm_on_fail: 'ignore',
    pnpm_config_verify_deps_before_run: 'false',
    pnpm_config_minimum_release_age: '0',
  }),
});
