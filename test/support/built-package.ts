import { gitRepository } from './git-repository.js';
import { npmTarball } from './tarball.js';

/** A small package whose published code is built: two source files, one build script, no dependencies. */
export const builtPackage = {
  name: 'tiny-built',
  version: '1.2.3',
  manifest: (repository: string, extra: object = {}) => ({
    name: 'tiny-built',
    version: '1.2.3',
    description: 'A package whose code is built',
    main: 'lib/index.js',
    files: ['lib'],
    scripts: { prepare: 'node build.js' },
    engines: { node: '>=18' },
    packageManager: 'npm@10.9.2',
    repository: { type: 'git', url: `git+${repository}.git` },
    license: 'MIT',
    ...extra,
  }),
  build: `const fs = require('node:fs');
fs.mkdirSync('lib', { recursive: true });
for (const name of fs.readdirSync('source')) {
  const text = fs.readFileSync('source/' + name, 'utf8');
  fs.writeFileSync('lib/' + name, '"use strict";\\n' + text.replace(/__VERSION__/g, require('./package.json').version));
}
`,
  source: {
    'index.js':
      "const add = require('./add.js');\nexports.sum = (...values) => values.reduce(add, 0);\nexports.version = '__VERSION__';\n",
    'add.js': 'module.exports = (a, b) => a + b;\n',
  },
} as const;

/** What an honest publisher's build makes of a source file. */
const built = (text: string): string =>
  `"use strict";\n${text.replace(/__VERSION__/g, builtPackage.version)}`;

/** Pins the host's own Node version, so that no test downloads more than one. */
const pinnedNode = process.version.slice(1);

/** A repository with the package at tag v1.2.3, and the address its releases state. */
export async function builtRepository(
  options: { manifest?: object; files?: Record<string, string | object | null> } = {},
) {
  const address = 'https://git.example/team/tiny-built';
  const repository = await gitRepository();
  const manifest = builtPackage.manifest(address, options.manifest);
  const commit = await repository.commit({
    'package.json': `${JSON.stringify(manifest, null, 2)}\n`,
    'package-lock.json': `${JSON.stringify(lockfile(manifest), null, 2)}\n`,
    '.nvmrc': `${pinnedNode}\n`,
    '.gitignore': 'lib\nnode_modules\n',
    'build.js': builtPackage.build,
    'README.md': '# tiny-built\n',
    'source/index.js': builtPackage.source['index.js'],
    'source/add.js': builtPackage.source['add.js'],
    ...options.files,
  });
  await repository.tag('v1.2.3');
  return { repository, commit, address, manifest };
}

function lockfile(manifest: Record<string, unknown>): object {
  const { name, version, license, engines, dependencies, devDependencies } = manifest;
  return {
    name,
    version,
    lockfileVersion: 3,
    requires: true,
    packages: { '': { name, version, license, dependencies, devDependencies, engines } },
  };
}

/** The files an honest publisher would have packed. */
export function builtFiles(manifest: object): Record<string, string> {
  return {
    'package.json': `${JSON.stringify(manifest, null, 2)}\n`,
    'README.md': '# tiny-built\n',
    'lib/index.js': built(builtPackage.source['index.js']),
    'lib/add.js': built(builtPackage.source['add.js']),
  };
}

/** The honest release. */
export const builtTarball = (manifest: object): Buffer => npmTarball(builtFiles(manifest));
