import { afterEach, describe, expect, it } from 'vitest';
import { ownToolWorld } from '../support/own-tool-world.js';
import { type Engine, sandboxEngines } from '../support/sandbox-engines.js';
import { npmTarball } from '../support/tarball.js';

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
  let world: Awaited<ReturnType<typeof ownToolWorld>> | undefined;
  afterEach(() => world?.remove());

  it.each(['1.2.23', '1.4.5'])('is built once by bun %s', { timeout: 240_000 }, async (version) => {
    world = await ownToolWorld({
      root: { packageManager: `bun@${version}` },
      files: {
        'bun.lock': lockfile,
        'bunfig.toml': '[install.scopes]\nteam = "https://npm.team.example"\n',
      },
      prepack: 'bun test && own-tool && bunx own-tool',
      devDependencies: { 'tiny-needed': '^1.0.0' },
      before: "require('tiny-needed');\n",
      adds: 'typeof Bun',
      made: 'module.exports = undefined;\n'.repeat(2),
      packages: [{ name: 'tiny-needed', versions: [{ version: '1.0.0', tarball: needed }] }],
    });
    const { result, stderr } = await world.cli.run(['verify', 'tiny-built', '--json', '--sandbox', engine]);
    expect(result.rebuilds[0], stderr).toMatchObject({ outcome: 'packed', failure: null });
    expect(result.rebuilds[0]!.plan.tools[1]).toMatchObject({ name: 'bun', version });
    // Packing runs prepack again unless it is kept from it, and the tool appends.
    expect(result.verdict).toMatchObject({ kind: 'reproduced' });
  });
});

describe.each(engines.unusable)('%s', (name, reason) => {
  it.skip(`bun NOT TESTED IN ${name}: ${reason}`);
});
