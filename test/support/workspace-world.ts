import { type CliWorld, cliWorld } from './cli.js';
import { gitRepository } from './git-repository.js';
import { registry } from './registry.js';
import { npmTarball } from './tarball.js';

const address = 'https://git.example/team/tiny-workspace';
const version = '1.2.3';

const common = {
  version,
  main: 'dist/index.js',
  files: ['dist'],
  scripts: { build: 'node build.js' },
  license: 'MIT',
};

/** What the package imports while it is built: without its own build there is nothing to import. */
const base = { name: 'tiny-workspace-base', ...common };
const baseBuild = `const fs = require('node:fs');
fs.mkdirSync('dist', { recursive: true });
fs.writeFileSync('dist/index.js', 'exports.answer = ' + fs.readFileSync('answer.txt', 'utf8').trim() + ';\\n');
`;

const app = (range: string) => ({
  name: 'tiny-workspace-app',
  ...common,
  dependencies: { [base.name]: range },
  repository: { type: 'git', url: `git+${address}.git`, directory: 'packages/app' },
});
const appBuild = `const fs = require('node:fs');
const { answer } = require('${base.name}');
fs.mkdirSync('dist', { recursive: true });
fs.writeFileSync('dist/index.js', 'module.exports = ' + answer + ';\\n');
`;

/** How each manager lists members and locks them, and what it makes of the range at publication. */
const managers = {
  npm: {
    range: '^1.2.0',
    published: '^1.2.0',
    root: { packageManager: 'npm@10.9.2', workspaces: ['packages/*'] },
    files: {
      'package-lock.json': `${JSON.stringify(
        {
          name: 'root',
          lockfileVersion: 3,
          requires: true,
          packages: {
            '': { name: 'root', workspaces: ['packages/*'] },
            'packages/app': { name: 'tiny-workspace-app', version, dependencies: { [base.name]: '^1.2.0' } },
            'packages/base': { name: base.name, version },
            'node_modules/tiny-workspace-app': { resolved: 'packages/app', link: true },
            [`node_modules/${base.name}`]: { resolved: 'packages/base', link: true },
          },
        },
        null,
        2,
      )}\n`,
    },
  },
  pnpm: {
    range: 'workspace:^',
    published: '^1.2.3',
    root: { packageManager: 'pnpm@9.15.9' },
    files: {
      'pnpm-workspace.yaml': 'packages:\n  - packages/*\n',
      'pnpm-lock.yaml': `lockfileVersion: '9.0'

settings:
  autoInstallPeers: true
  excludeLinksFromLockfile: false

importers:

  .: {}

  packages/app:
    dependencies:
      ${base.name}:
        specifier: workspace:^
        version: link:../base

  packages/base: {}
`,
    },
  },
} as const;

/** A workspace of two packages, a registry that has the honest release of one of them, and a command line that finds both. */
export async function workspaceWorld(
  kind: keyof typeof managers,
): Promise<{ world: CliWorld; remove(): Promise<void> }> {
  const { range, published, root, files } = managers[kind];
  const json = (value: object) => `${JSON.stringify(value, null, 2)}\n`;
  const repository = await gitRepository();
  await repository.commit({
    ...files,
    'package.json': json({ name: 'root', private: true, ...root }),
    '.nvmrc': `${process.version.slice(1)}\n`,
    'packages/app/package.json': json(app(range)),
    'packages/app/build.js': appBuild,
    'packages/base/package.json': json(base),
    'packages/base/build.js': baseBuild,
    'packages/base/answer.txt': '42\n',
  });
  await repository.tag(`v${version}`);
  const tarball = npmTarball({
    'package.json': json(app(published)),
    'dist/index.js': 'module.exports = 42;\n',
  });
  const local = await registry({
    packages: [{ name: 'tiny-workspace-app', versions: [{ version, tarball }] }],
    fallthrough: true,
  });
  const world = await cliWorld(local.env);
  await world.configure({ sourceMirrors: [{ from: address, to: repository.path }] });
  return {
    world,
    async remove() {
      await world.remove();
      await local.close();
      await repository.remove();
    },
  };
}
