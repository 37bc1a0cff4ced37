import { posix } from 'node:path';
import { defineManager } from './define-manager.js';

/** yarn Classic: 0.x and 1.x. Later majors are another program, with other lockfiles. */
export const yarn = defineManager({
  name: 'yarn',
  lockfiles: ['yarn.lock'],
  writersOf: (lockfile) => (/^__metadata:/m.test(lockfile.slice(0, 65_536)) ? null : '<2'),
  runsOn: () => '>=4',
  majors: { '0': '2016-10-11', '1': '2017-09-05', '2': '2020-01-24' },
  // `publish` and `pack` in its lib/cli.js.
  publishScripts: () => ['prepublish', 'prepare', 'prepublishOnly', 'prepack'],
  runsPreAndPost: () => true,
  // Unlike npm it stops at a dependency that doesn't declare support for the node in use, although nothing else depends on that.
  install: ({ lockfile, mode }) => [
    'yarn',
    'install',
    ...(lockfile ? (mode === 'frozen' ? ['--frozen-lockfile'] : []) : ['--no-lockfile']),
    '--non-interactive',
    '--ignore-engines',
    '--ignore-scripts',
  ],
  // It has no such command of its own, and its folders are laid out as npm lays them out.
  rebuildDependencies: () => ['npm', 'rebuild'],
  run: (script) => ['yarn', '--non-interactive', 'run', script],
  pack: ({ directory, output }) => ({
    directory,
    command: [
      'yarn',
      'pack',
      '--non-interactive',
      '--ignore-scripts',
      '--filename',
      posix.join(posix.relative(directory, output), 'package.tgz'),
    ],
  }),
  environment: () => ({}),
});
