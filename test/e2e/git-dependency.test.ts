import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BuiltWorld, builtWorld } from '../support/built-world.js';
import { type GitRepository, gitRepository } from '../support/git-repository.js';
import { type Engine, sandboxEngines } from '../support/sandbox-engines.js';

const engines = await sandboxEngines();
const address = 'https://git.example/team/suite';
const range = `git+${address}.git`;

describe.each(engines.usable)('a development dependency of a git repository in %s', (engine: Engine) => {
  let suite: GitRepository;
  let commit: string;
  let built: BuiltWorld;

  beforeAll(async () => {
    suite = await gitRepository();
    commit = await suite.commit({
      'package.json': { name: 'suite', version: '1.0.0', main: 'banner.js' },
      'banner.js': `module.exports = '"use strict";\\n';\n`,
    });
    await suite.commit({ 'banner.js': 'module.exports = 1;\n' });
    const devDependencies = { suite: range };
    built = await builtWorld({
      manifest: { devDependencies },
      files: {
        'build.js': `const fs = require('node:fs');
fs.mkdirSync('lib', { recursive: true });
for (const name of fs.readdirSync('source')) {
  const text = fs.readFileSync('source/' + name, 'utf8');
  fs.writeFileSync('lib/' + name, require('suite') + text.replace(/__VERSION__/g, require('./package.json').version));
}
`,
        'package-lock.json': {
          name: 'tiny-built',
          version: '1.2.3',
          lockfileVersion: 3,
          requires: true,
          packages: {
            '': { name: 'tiny-built', version: '1.2.3', license: 'MIT', devDependencies },
            'node_modules/suite': {
              version: '1.0.0',
              resolved: `git+ssh://git@git.example/team/suite.git#${commit}`,
              dev: true,
            },
          },
        },
      },
    });
  });
  afterAll(async () => {
    await built?.remove();
    await suite?.remove();
  });

  const verify = async (mirrored: boolean) => {
    await built.world.configure({
      sourceMirrors: [
        { from: built.origin.address, to: built.origin.repository.path },
        ...(mirrored ? [{ from: address, to: suite.path }] : []),
      ],
    });
    // What the other test rebuilt is found again otherwise.
    return built.world.run(['verify', 'tiny-built', '--json', '--fresh', '--sandbox', engine]);
  };

  it('is packed from the mirror, at the commit of the lockfile', { timeout: 240_000 }, async () => {
    const { result, stderr } = await verify(true);
    expect(result.verdict, stderr).toMatchObject({ kind: 'reproduced' });
    expect(result.rebuilds).toHaveLength(1);
    const [rebuild] = result.rebuilds;
    expect(rebuild!.materials).toMatchObject([
      { name: 'suite', version: `git+ssh://git.example/team/suite#${commit}` },
    ]);
  });

  it('is left out in another attempt when there is no mirror', { timeout: 240_000 }, async () => {
    const { result } = await verify(false);
    const [first, second] = result.rebuilds;
    expect(first).toMatchObject({ outcome: 'failed', failure: { cause: 'install-failed' } });
    expect(first!.proxyNotes.join()).toContain('suite is not served');
    expect(second!.plan.omitted).toMatchObject([{ step: 'install suite' }]);
    expect(second!.failure).not.toMatchObject({ cause: 'install-failed' });
  });
});

describe.each(engines.unusable)('%s', (name, reason) => {
  it.skip(`GIT DEPENDENCIES NOT TESTED IN ${name}: ${reason}`);
});
