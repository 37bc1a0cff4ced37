import { posix } from 'node:path';
import { gte, lt, satisfies } from 'semver';
import { defineManager } from './define-manager.js';
import { withoutScripts } from './without-scripts.js';

/** npm 2 and later. */
export const npm = defineManager({
  name: 'npm',
  lockfiles: ['npm-shrinkwrap.json', 'package-lock.json'],
  // docs.npmjs.com, package-lock.json, lockfileVersion. npm 7 and 8 write 2, and can be told to write 3.
  writersOf(lockfile) {
    const version = /"lockfileVersion"\s*:\s*(\d+)/.exec(lockfile.slice(0, 4_096))?.[1];
    if (version === undefined) return /^\s*\{/.test(lockfile) ? '<5' : null;
    return { '1': '5 || 6', '2': '7 || 8' }[version] ?? '>=7';
  },
  // `engines` of its own package.json; what npm 6 and older say has no upper end, and graceful-fs 3 sets one.
  runsOn(version) {
    if (lt(version, '4.0.0')) return '<10';
    if (lt(version, '7.0.0')) return '<19';
    if (lt(version, '8.0.0')) return '>=10';
    if (lt(version, '9.0.0')) return '^12.13.0 || ^14.15.0 || >=16.0.0';
    if (lt(version, '10.0.0')) return '^14.17.0 || ^16.13.0 || >=18.0.0';
    if (lt(version, '11.0.0')) return '^18.17.0 || >=20.5.0';
    if (lt(version, '12.0.0')) return '^20.17.0 || >=22.9.0';
    return '^22.22.2 || ^24.15.0 || >=26.0.0';
  },
  majors: {
    '4': '2016-10-20',
    '5': '2017-05-25',
    '6': '2018-04-24',
    '7': '2020-10-13',
    '8': '2021-10-07',
    '9': '2022-10-19',
    '10': '2023-08-31',
    '11': '2024-12-16',
    '12': '2026-07-08',
  },
  // npm 2, 3: lib/utils/tar.js, lib/cache/add-local.js. npm 4: lib/publish.js after add-local. npm 5, 6: lib/publish.js, then
  // lib/pack.js. npm 7 and later: lib/publish.js, libnpmpack, then pacote's dir.js.
  publishScripts(version) {
    if (lt(version, '4.0.0')) return ['prepublish'];
    if (lt(version, '5.0.0')) return ['prepublish', 'prepare', 'prepublishOnly'];
    if (lt(version, '7.0.0')) return ['prepublishOnly', 'prepublish', 'prepare', 'prepack'];
    return ['prepublishOnly', 'prepack', 'prepare'];
  },
  runsPreAndPost: () => true,
  install({ version, lockfile, mode }) {
    const legacyPeers = mode === 'relaxed' && gte(version, '7.0.0') ? ['--legacy-peer-deps'] : [];
    if (!lockfile) return ['npm', 'install', '--ignore-scripts', '--no-package-lock', ...legacyPeers];
    // `npm ci` came with npm 5.7.
    if (mode === 'relaxed' || lt(version, '5.7.0'))
      return ['npm', 'install', '--ignore-scripts', ...legacyPeers];
    return ['npm', 'ci', '--ignore-scripts'];
  },
  rebuildDependencies: () => ['npm', 'rebuild'],
  run: (script) => ['npm', 'run', script],
  pack({ version, directory, output }) {
    // `--pack-destination` came with npm 7.18; before, the tarball lands where npm runs. npm 7 to 10 run `prepare`, some of
    // them `prepack` too, in spite of `--ignore-scripts`.
    const before718 = lt(version, '7.18.0');
    const there = posix.relative(directory, output);
    const command = before718
      ? ['npm', 'pack', '--ignore-scripts', posix.relative(output, directory)]
      : ['npm', 'pack', '--ignore-scripts', '--pack-destination', there];
    const quiet = before718 ? '../.reprove-quiet' : posix.join(there, '../.reprove-quiet');
    return {
      directory: before718 ? output : directory,
      command: satisfies(version, '>=7.0.0 <11.6.0') ? withoutScripts(quiet, command) : command,
    };
  },
  environment: () => ({}),
});
