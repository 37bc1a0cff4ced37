import { posix } from 'node:path';
import { gte, lt } from 'semver';
import { defineManager } from './define-manager.js';
import { withoutBerryScripts } from './quiet-berry.js';

/** yarn 2 to 4, which calls itself Berry: another program than yarn Classic, with commands of the same names. */
export const yarnBerry = defineManager({
  name: 'yarn-berry',
  lockfiles: ['yarn.lock'],
  // `__metadata.version`, as each version writes it; an older one is read and rewritten.
  writersOf(lockfile) {
    const version = /^__metadata:\s*\n\s+version: ['"]?(\d+)/m.exec(lockfile.slice(0, 65_536))?.[1];
    if (version === undefined) return null;
    const writers: Record<string, string> = {
      '4': '>=2.0.0 <3.1.0',
      '5': '>=3.1.0 <3.2.0',
      '6': '>=3.2.0 <4.0.0',
      '7': '4',
      '8': '>=4.0.0 <4.14.0',
    };
    return Object.hasOwn(writers, version) ? writers[version]! : Number(version) < 4 ? '2' : '>=4.14.0';
  },
  migrates: (lockfile) => /^# yarn lockfile v1$/m.test(lockfile.slice(0, 4_096)),
  // `engines` of its own package.json. 3.0 can't read archives with later releases of node.
  runsOn(version) {
    if (lt(version, '3.0.0')) return '>=10.19.0';
    if (lt(version, '3.1.0')) return '>=12.0.0 <18';
    if (lt(version, '4.0.0')) return '>=12.0.0';
    return '>=18.12.0';
  },
  majors: { '2': '2020-01-24', '3': '2021-07-26', '4': '2023-10-23' },
  // yarnpkg.com, "Lifecycle scripts": `yarn npm publish` runs these and nothing else.
  publishScripts: () => ['prepublish', 'prepack'],
  runsPreAndPost: () => false,
  install: ({ version, lockfile, mode }) => [
    'yarn',
    'install',
    lockfile && mode === 'frozen' ? '--immutable' : '--no-immutable',
    lt(version, '3.0.0') ? '--skip-builds' : '--mode=skip-build',
  ],
  relaxedEnvironment: { YARN_CHECKSUM_BEHAVIOR: 'ignore' },
  rebuildDependencies: () => ['yarn', 'rebuild'],
  run: (script) => ['yarn', 'run', script],
  // It alone finds the programs of dependencies where there is no node_modules.
  execute: (text) => ['yarn', 'exec', 'sh', '-c', text],
  pack: ({ directory, output }) => ({
    directory,
    command: withoutBerryScripts(posix.join(posix.relative(directory, output), '../.reprove-quiet'), [
      'yarn',
      'pack',
      '--out',
      posix.join(posix.relative(directory, output), 'package.tgz'),
    ]),
  }),
  // It stops at settings that it doesn't know, also at those in the environment.
  environment: (version) => ({
    ...(gte(version, '4.0.0') ? { YARN_ENABLE_HARDENED_MODE: 'false' } : {}),
    ...(gte(version, '4.0.0') ? { YARN_ENABLE_CONSTRAINTS_CHECKS: 'false' } : {}),
    ...(gte(version, '4.10.0') ? { YARN_NPM_MINIMAL_AGE_GATE: '0' } : {}),
  }),
});
