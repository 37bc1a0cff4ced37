import { afterEach, describe, expect, it } from 'vitest';
import { type CliWorld, cliWorld } from '../support/cli.js';
import { executable, gitRepository } from '../support/git-repository.js';
import { registry } from '../support/registry.js';
import { type Engine, sandboxEngines } from '../support/sandbox-engines.js';
import { npmTarball } from '../support/tarball.js';

const address = 'https://git.example/team/monorepo';
const manifest = (range: string): object => ({
  name: 'tiny-built',
  version: '1.2.3',
  main: 'lib/index.js',
  files: ['lib'],
  scripts: { prepack: 'bun test && own-tool && bunx own-tool' },
  devDependencies: { 'own-tool': range, 'tiny-needed': '^1.0.0' },
  repository: { type: 'git', url: `git+${address}.git`, directory: 'packages/tiny-built' },
});
const needed = npmTarball({
  'package.json': JSON.stringify({ name: 'tiny-needed', version: '1.0.0' }),
  'index.js': 'module.exports = 1;\n',
});
const lockfile = `{
  "lockfileVersion": 1,
  "workspaces": {
    "": {
      "name": "root",
    },
    "packages/own-tool": {
      "name": "own-tool",
      "version": "1.0.0",
      "bin": "tool.js",
    },
    "packages/tiny-built": {
      "name": "tiny-built",
      "version": "1.2.3",
      "devDependencies": {
        "own-tool": "workspace:^",
        "tiny-needed": "^1.0.0",
      },
    },
  },
  "packages": {
    "own-tool": ["own-tool@workspace:packages/own-tool"],

    "tiny-built": ["tiny-built@workspace:packages/tiny-built"],

    "tiny-needed": ["tiny-needed@1.0.0", "", {}, ""],
  }
}
`;

const engines = await sandboxEngines();

describe.each(engines.usable)('a workspace of bun in %s', (engine: Engine) => {
  const toClose: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of toClose.splice(0)) await close();
  });

  /** A repository whose tool of its own builds the package, and a registry with what it made. */
  async function world(version: string): Promise<CliWorld> {
    const repository = await gitRepository();
    await repository.commit({
      'package.json': {
        name: 'root',
        private: true,
        workspaces: ['packages/*'],
        packageManager: `bun@${version}`,
      },
      'bun.lock': lockfile,
      'bunfig.toml': '[install.scopes]\nteam = "https://npm.team.example"\n',
      '.nvmrc': `${process.version}\n`,
      '.gitignore': 'lib\nnode_modules\n',
      'packages/own-tool/package.json': { name: 'own-tool', version: '1.0.0', bin: 'tool.js' },
      'packages/own-tool/tool.js': executable(
        "#!/usr/bin/env node\nconst fs = require('fs');\nrequire('tiny-needed');\nfs.mkdirSync('lib', { recursive: true });\n" +
          "fs.appendFileSync('lib/index.js', 'module.exports = ' + typeof Bun + ';\\n');\n",
      ),
      'packages/tiny-built/package.json': manifest('workspace:^'),
    });
    await repository.tag('v1.2.3');
    const tarball = npmTarball({
      'package.json': JSON.stringify(manifest('^1.0.0'), null, 2),
      'lib/index.js': 'module.exports = undefined;\n'.repeat(2),
    });
    const local = await registry({
      packages: [
        { name: 'tiny-built', versions: [{ version: '1.2.3', tarball }] },
        { name: 'tiny-needed', versions: [{ version: '1.0.0', tarball: needed }] },
      ],
      fallthrough: true,
    });
    const cli = await cliWorld(local.env);
    await cli.configure({ sourceMirrors: [{ from: address, to: repository.path }] });
    toClose.push(
      () => cli.remove(),
      () => local.close(),
      () => repository.remove(),
    );
    return cli;
  }

  it.each(['1.2.23', '1.4.5'])('is built once by bun %s', { timeout: 240_000 }, async (version) => {
    const cli = await world(version);
    const { result, stderr } = await cli.run(['verify', 'tiny-built', '--json', '--sandbox', engine]);
    expect(result.rebuilds[0], stderr).toMatchObject({ outcome: 'packed', failure: null });
    expect(result.rebuilds[0]!.plan.tools[1]).toMatchObject({ name: 'bun', version });
    // Packing runs prepack again unless it is kept from it, and the tool appends.
    expect(result.verdict).toMatchObject({ kind: 'reproduced' });
  });
});

describe.each(engines.unusable)('%s', (name, reason) => {
  it.skip(`bun NOT TESTED IN ${name}: ${reason}`);
});
