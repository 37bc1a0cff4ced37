import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { afterEach, describe, expect, it } from 'vitest';
import { filled } from '../../src/init/files.js';
import { builtPackage } from '../support/built-package.js';
import { temporaryFolder } from '../support/folder.js';
import { type GateWorld, gateWorld } from '../support/gate-world.js';
import { gitRepository } from '../support/git-repository.js';
import { registry } from '../support/registry.js';
import { sandboxEngines } from '../support/sandbox-engines.js';
import { npmTarball } from '../support/tarball.js';
import { hostTool } from '../support/tools.js';
import { runnerPrograms, runWorkflow } from '../support/workflow-run.js';

const engines = await sandboxEngines();
const main = new URL('../../dist/bundle/reprove.js', import.meta.url).pathname;
const template = (name: string) =>
  filled(`github/${name}`, { lockfile: 'package-lock.json', install: 'npm ci' });

describe.runIf(engines.usable.length > 0)(
  'workflows, their steps run as a runner runs them',
  { timeout: 240_000 },
  () => {
    let world: GateWorld | undefined;
    afterEach(() => world?.remove());

    const release = async (env: Record<string, string> = {}) => {
      const npm = await hostTool('npm', '11.21.2', null);
      // A shell hands on no variable whose name holds a slash.
      await writeFile(
        join(world!.cli.folder, '.npmrc'),
        `//${new URL(world!.registry.url).host}/:_authToken=secret\n`,
      );
      return runWorkflow(await template('reprove-release.yml'), {
        checkout: world!.checkout,
        runner: await temporaryFolder(),
        reprove: [process.execPath, main],
        npm: npm.command,
        values: {},
        env: {
          PATH: process.env.PATH ?? '',
          HOME: world!.cli.folder,
          REPROVE_CACHE: world!.cli.cache,
          ...world!.registry.env,
          GITHUB_REF_TYPE: 'tag',
          GITHUB_REF_NAME: 'v1.2.3',
          ...env,
        },
      });
    };

    it('an honest release is gated and staged', async () => {
      world = await gateWorld('auto');
      const { failed, steps } = await release();
      expect([failed, steps.map(({ name, exitCode }) => [name, exitCode])]).toEqual([
        false,
        [
          ['Make the sandbox ready', 0],
          ['Install', 0],
          ['Gate', 0],
          ['Stage what was gated', 0],
        ],
      ]);
      expect(world.publishing.staged).toMatchObject([{ name: 'tiny-built', version: '1.2.3' }]);
    });

    it('a release that is changed on the machine is not staged', async () => {
      world = await gateWorld('auto');
      await world.write(
        'build.js',
        `${builtPackage.build}fs.writeFileSync('lib/more.js', 'fetch("https://marker.invalid")');\n`,
      );
      const { failed, steps } = await release({ GITHUB_ACTIONS: 'true' });
      expect([failed, steps.at(-1)]).toEqual([
        true,
        { name: 'Stage what was gated', exitCode: null, output: '' },
      ]);
      expect(steps.find(({ name }) => name === 'Gate')).toMatchObject({
        exitCode: 1,
        output: expect.stringMatching(/^::error /m),
      });
      expect(world.publishing.staged).toEqual([]);
    });

    it('the hook gates a tag that is pushed, and lets other pushes be', async () => {
      world = await gateWorld('auto');
      const { checkout, cli } = world;
      const { bin } = await runnerPrograms({
        runner: await temporaryFolder(),
        reprove: [process.execPath, main],
        npm: ['false'],
      });
      const hook = join(cli.folder, 'pre-push');
      await writeFile(hook, await filled('hooks/pre-push', { lockfile: null, install: '' }));
      const push = async (ref: string) =>
        execa('sh', [hook, 'origin', world!.address], {
          cwd: checkout,
          reject: false,
          all: true,
          extendEnv: false,
          input: `${ref} ${await world!.git('rev-parse', ref)} ${ref} ${'0'.repeat(40)}\n`,
          env: {
            PATH: `${bin}${delimiter}${process.env.PATH}`,
            HOME: cli.folder,
            REPROVE_CACHE: cli.cache,
            ...world!.registry.env,
          },
        });
      await world.write('README.md', '# changed\n');
      await world.git('commit', '--quiet', '-am', 'A change');
      const version = JSON.stringify(builtPackage.manifest(world.address, { version: '1.2.4' }), null, 2);
      await world.write('package.json', `${version}\n`);
      await world.git('commit', '--quiet', '-am', '1.2.4');
      await world.git('tag', 'v1.2.4');
      expect(await push('refs/heads/main')).toMatchObject({ exitCode: 0, all: '' });
      expect(await push('refs/tags/v1.2.4')).toMatchObject({
        exitCode: 0,
        all: expect.stringMatching(/gate passed/),
      });
      await world.write('build.js', `${builtPackage.build}fs.writeFileSync('lib/more.js', '1');\n`);
      expect(await push('refs/tags/v1.2.4')).toMatchObject({
        exitCode: 1,
        all: expect.stringMatching(/gate closed/),
      });
    });

    it('a pull request is held to the policy of the branch that it is merged into, and told of what it brings', async () => {
      const address = 'https://git.example/team/plain';
      const filesOf = (version: string) => ({
        'package.json': `${JSON.stringify({ name: 'plain', version, main: 'index.js', repository: `${address}.git` }, null, 2)}\n`,
        'index.js': 'module.exports = 1;\n',
      });
      const source = await gitRepository();
      for (const version of ['1.0.0', '2.0.0']) {
        await source.commit(filesOf(version));
        await source.tag(`v${version}`);
      }
      const good = npmTarball(filesOf('1.0.0'));
      const bad = npmTarball({
        ...filesOf('2.0.0'),
        'index.js': "require('http').get('http://marker.invalid');\n",
      });
      const local = await registry({
        packages: [
          {
            name: 'plain',
            versions: [
              { version: '1.0.0', tarball: good },
              { version: '2.0.0', tarball: bad },
            ],
          },
        ],
        fallthrough: true,
      });
      const checkout = await temporaryFolder();
      const git = (...parameters: string[]) =>
        execa('git', ['-c', 'user.name=Me', '-c', 'user.email=me@git.example', ...parameters], {
          cwd: checkout,
        });
      const lock = (version: string, tarball: Buffer) =>
        writeFile(
          join(checkout, 'package-lock.json'),
          JSON.stringify({
            lockfileVersion: 3,
            packages: {
              '': {},
              'node_modules/plain': {
                version,
                integrity: `sha512-${createHash('sha512').update(tarball).digest('base64')}`,
              },
            },
          }),
        );
      await git('init', '--quiet', '--initial-branch=main');
      const mirrors = [{ from: address, to: source.path }];
      await writeFile(join(checkout, 'reprove.config.json'), JSON.stringify({ sourceMirrors: mirrors }));
      await lock('1.0.0', good);
      await git('add', '--all');
      await git('commit', '--quiet', '--message', 'base');
      const base = (await git('rev-parse', 'HEAD')).stdout;
      const lenient = {
        verdicts: ['reproduced', 'inert', 'differs', 'inconclusive'],
        packages: ['**'],
        reason: 'mine',
      };
      await writeFile(
        join(checkout, 'reprove.config.json'),
        JSON.stringify({ sourceMirrors: mirrors, policy: { rules: [lenient] } }),
      );
      await lock('2.0.0', bad);
      await git('commit', '--quiet', '--all', '--message', 'update');

      const runner = await temporaryFolder();
      await mkdir(join(runner, 'home'));
      const event = {
        'github.event.pull_request.base.sha': base,
        'github.token': 'token',
        'github.event.pull_request.html_url': 'https://git.example/team/app/pull/1',
      };
      const { failed, steps, summary, comment } = await runWorkflow(
        await template('reprove-dependencies.yml'),
        {
          checkout,
          runner,
          reprove: [process.execPath, main],
          npm: ['false'],
          values: event,
          env: {
            PATH: process.env.PATH ?? '',
            HOME: join(runner, 'home'),
            REPROVE_CACHE: join(runner, 'cache'),
            ...local.env,
          },
        },
      );
      await local.close();
      await source.remove();
      expect(failed).toBe(true);
      expect(steps.find(({ name }) => name === 'Verify')?.exitCode).toBe(1);
      expect(comment).toMatch(/^ {4}.*plain@2\.0\.0 {2}✖ (?:differs|suspicious)/m);
      expect(comment).not.toContain('plain@1.0.0');
      expect(summary).toBe(comment);
    });
  },
);
