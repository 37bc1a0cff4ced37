import { createHash } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { filled } from '../../src/init/files.js';
import { version } from '../../src/version.js';
import { builtPackage } from '../support/built-package.js';
import { temporaryFolder } from '../support/folder.js';
import { type GateWorld, gateWorld } from '../support/gate-world.js';
import { gitRepository } from '../support/git-repository.js';
import { registry } from '../support/registry.js';
import { sandboxEngines } from '../support/sandbox-engines.js';
import { npmTarball } from '../support/tarball.js';
import { hostTool } from '../support/tools.js';
import { runGitlabJob, runnerPrograms, runSteps, runWorkflow } from '../support/workflow-run.js';

const engines = await sandboxEngines();
const main = new URL('../../dist/bundle/reprove.js', import.meta.url).pathname;
const project = { lockfile: 'package-lock.json', install: 'npm ci' };
const template = (name: string) => filled(`github/${name}`, project);
const gitlabTemplate = () => filled('gitlab/reprove.gitlab-ci.yml', project);

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
        // What is packed on is the machine that may have been tampered with; the others start from the repository.
        checkout: async (job) => {
          if (job === 'pack') return world!.checkout;
          const clone = join(await temporaryFolder(), 'clone');
          await execa('git', ['clone', '--quiet', '--branch', 'v1.2.3', `${world!.address}/`, clone]);
          await execa('git', ['-C', clone, 'remote', 'set-url', 'origin', world!.address]);
          return clone;
        },
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
          ['Install', 0],
          ['Install reprove', 0],
          ['Pack', 0],
          ['Make the sandbox ready', 0],
          ['Install reprove', 0],
          ['Gate', 0],
          ['Install an npm that can stage', 0],
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
      expect(await push('refs/tags/v1.2.3')).toMatchObject({
        exitCode: 1,
        all: expect.stringMatching(/^v1\.2\.3 is of another commit/),
      });
    });

    it('what publishing by hand runs holds the gate first', async () => {
      world = await gateWorld('auto');
      const { checkout, cli, git, run, write } = world;
      const tools = join(cli.folder, 'tools');
      await write('../tools/reprove', `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`);
      await chmod(join(tools, 'reprove'), 0o755);
      const manifest = JSON.parse(await readFile(join(checkout, 'package.json'), 'utf8'));
      manifest.scripts.prepublishOnly = 'reprove gate --before-push';
      manifest.version = '1.2.4';
      await write('package.json', `${JSON.stringify(manifest, null, 2)}\n`);
      await git('commit', '--quiet', '-am', '1.2.4');
      await git('tag', 'v1.2.4');
      await write('.npmrc', `//${new URL(world.registry.url).host}/:_authToken=secret\n`);
      await writeFile(join(checkout, '.git/info/exclude'), '.npmrc\n');
      const npm = await hostTool('npm', '11.21.2', null);
      const [program, ...script] = npm.command;
      const publish = () =>
        run(program, [...script, 'publish'], {
          PATH: `${tools}${delimiter}${process.env.PATH}`,
          REPROVE_CACHE: cli.cache,
        });
      await write('build.js', `${builtPackage.build}fs.writeFileSync('lib/more.js', '1');\n`);
      const tampered = await publish();
      expect(tampered.exitCode).not.toBe(0);
      expect(`${tampered.stdout}${tampered.stderr}`).toMatch(/gate closed/);
      expect(world.publishing.published).toEqual([]);
      await git('checkout', '--quiet', 'build.js');
      await run('rm', ['-r', 'lib']);
      const honest = await publish();
      expect([honest.exitCode, `${honest.stdout}${honest.stderr}`]).toEqual([
        0,
        expect.stringMatching(/gate passed/),
      ]);
      expect(world.publishing.published).toEqual(['tiny-built@1.2.4']);
    });

    it('a pull request is held to the policy of the branch that it is merged into, and told of what it brings', async () => {
      const request = await pullRequest();
      const { failed, steps, summary, comment } = await runWorkflow(
        await template('reprove-dependencies.yml'),
        request.onGithub,
      );
      expect([failed, steps.find(({ name }) => name === 'Verify')?.exitCode]).toEqual([true, 1]);
      expect(comment).toMatch(/^ {4}.*plain@2\.0\.0 {2}✖ (?:differs|suspicious)/m);
      expect(comment).not.toContain('plain@1.0.0');
      expect(summary).toBe(comment);

      const gitlab = await runGitlabJob(await gitlabTemplate(), 'reprove-dependencies', request.onGitlab);
      expect(gitlab).toEqual({ exitCode: 1, output: expect.stringMatching(/plain@2\.0\.0 {2}✖/) });
      expect((await readdir(join(request.checkout, 'reprove-reports'))).sort()).toEqual([
        'plain-2.0.0.codequality.json',
        'plain-2.0.0.junit.xml',
      ]);
      await request.remove();
    });

    it('every dependency is verified at night, and what is kept lies in no folder that is looked at', async () => {
      const request = await pullRequest();
      const { failed, summary } = await runWorkflow(await template('reprove-nightly.yml'), request.onGithub);
      // The first night of a tree that was there before: what differs is told, and fails nothing.
      expect([failed, summary]).toEqual([false, expect.stringMatching(/plain@2\.0\.0 {2}✖ differs/)]);
      const nightly = async () =>
        runGitlabJob(await gitlabTemplate(), 'reprove-nightly', {
          ...request.onGitlab,
          temp: await temporaryFolder(),
        });
      expect((await nightly()).exitCode).toBe(0);
      expect(await readdir(join(request.checkout, '.reprove-kept'))).toEqual(['cache', 'state']);
      expect((await nightly()).output).toMatch(/1 known/);
      await request.remove();
    });

    it('GitLab packs and gates a tag in jobs of their own', async () => {
      world = await gateWorld('auto');
      const { bin } = await runnerPrograms({
        runner: await temporaryFolder(),
        reprove: [process.execPath, main],
        npm: ['false'],
      });
      const content = await gitlabTemplate();
      const job = async (name: string) =>
        runGitlabJob(content, name, {
          folder: world!.checkout,
          temp: await temporaryFolder(),
          env: {
            PATH: `${bin}${delimiter}${process.env.PATH}`,
            HOME: world!.cli.folder,
            ...world!.registry.env,
            CI_COMMIT_TAG: 'v1.2.3',
          },
        });
      expect(await job('reprove-pack')).toMatchObject({ exitCode: 0 });
      expect(await job('reprove-gate')).toEqual({
        exitCode: 0,
        output: expect.stringMatching(/gate passed: tiny-built/),
      });
      expect((await readdir(join(world.checkout, 'reprove-gated'))).sort()).toEqual([
        'gate.json',
        'tiny-built-1.2.3.codequality.json',
        'tiny-built-1.2.3.junit.xml',
        'tiny-built-1.2.3.tgz',
      ]);
    });

    it('the action runs a command with arguments, and says what it ended with', async () => {
      const request = await pullRequest();
      const { runs } = parse(await readFile(new URL('../../action.yml', import.meta.url), 'utf8')) as {
        runs: { steps: Parameters<typeof runSteps>[0] };
      };
      const { runner, env } = request.onGithub;
      const { bin, files } = await runnerPrograms(request.onGithub);
      const act = (command: string, given: string) =>
        runSteps(runs.steps, {
          folder: request.checkout,
          temp: runner,
          artifacts: runner,
          failed: false,
          values: {
            'runner.temp': runner,
            'inputs.version': '0.1.0',
            'inputs.working-directory': request.checkout,
            'inputs.command': command,
            'inputs.arguments': given,
          },
          env: { ...env, PATH: `${bin}${delimiter}${env.PATH}`, GITHUB_OUTPUT: files.output },
        });
      const refused = await act('keygen', '');
      expect([refused.failed, refused.steps.at(-1)?.output]).toEqual([
        true,
        '::error::command must be verify, batch or gate',
      ]);
      await execa('git', ['checkout', '--quiet', 'HEAD^', '--', 'reprove.config.json'], {
        cwd: request.checkout,
      });
      const ran = await act('batch', `package-lock.json\n--strict\n--state\n${join(runner, 'a state')}\n`);
      expect([ran.failed, ran.steps.at(-1)]).toEqual([
        true,
        { name: 'Run reprove', exitCode: 1, output: expect.stringMatching(/plain@2\.0\.0/) },
      ]);
      expect(await readFile(files.output, 'utf8')).toBe('exit-code=1\n');
      await request.remove();
    });
  },
);

// The real npm against a registry: what is started is the registry's, whatever the pull request brings.
describe('a pull request that brings a reprove, an npm configuration and a node of its own', {
  timeout: 120_000,
}, () => {
  const planted = '#!/bin/sh\necho planted: nothing is wrong\n';
  const planting = {
    '.npmrc': 'registry=http://registry.invalid/\nprefix=.\n',
    'node_modules/reprove/package.json': JSON.stringify({
      name: 'reprove',
      version,
      bin: { reprove: 'bin.sh' },
    }),
    'node_modules/reprove/bin.sh': planted,
    'node_modules/.bin/reprove': planted,
    'node_modules/.bin/node': planted,
    'reprove.config.json': '{}',
  };
  const isTheRegistrys = /^the registry's: (.+) in (.+)$/m;

  it('does not have any of them started', async () => {
    const real = npmTarball({
      'package.json': JSON.stringify({ name: 'reprove', version, bin: { reprove: 'bin.js' } }),
      'bin.js': `#!/usr/bin/env node\nconsole.log("the registry's: " + process.argv.slice(2).join(' ') + ' in ' + process.cwd());\n`,
    });
    const local = await registry({ packages: [{ name: 'reprove', versions: [{ version, tarball: real }] }] });
    const checkout = await temporaryFolder();
    const git = async (...parameters: string[]) =>
      (
        await execa('git', ['-c', 'user.name=Me', '-c', 'user.email=me@git.example', ...parameters], {
          cwd: checkout,
        })
      ).stdout;
    await git('init', '--quiet', '--initial-branch=main');
    await writeFile(join(checkout, 'package-lock.json'), '{}');
    await git('add', '--all');
    await git('commit', '--quiet', '--message', 'base');
    const base = await git('rev-parse', 'HEAD');
    for (const [path, content] of Object.entries(planting)) {
      await mkdir(dirname(join(checkout, path)), { recursive: true });
      await writeFile(join(checkout, path), content, { mode: 0o755 });
    }
    await git('add', '--all', '--force');
    await git('commit', '--quiet', '--message', 'a pull request');

    const home = await temporaryFolder();
    const env = { PATH: process.env.PATH ?? '', HOME: home, ...local.env };
    const folderFor = async () => {
      const runner = await temporaryFolder();
      const bin = join(runner, 'bin');
      await mkdir(bin);
      for (const name of ['sudo', 'apt-get', 'gh'])
        await writeFile(join(bin, name), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
      return { runner, env: { ...env, PATH: `${bin}${delimiter}${env.PATH}` } };
    };
    const { jobs } = parse(await template('reprove-dependencies.yml')) as {
      jobs: { verify: { steps: Parameters<typeof runSteps>[0] } };
    };
    const github = await folderFor();
    const ran = await runSteps(jobs.verify.steps, {
      folder: checkout,
      temp: github.runner,
      artifacts: github.runner,
      failed: false,
      values: { 'runner.temp': github.runner, 'github.event.pull_request.base.sha': base },
      env: { ...github.env, GITHUB_STEP_SUMMARY: join(github.runner, 'summary') },
    });
    const verify = ran.steps.find(({ name }) => name === 'Verify');
    expect([ran.failed, verify?.exitCode]).toEqual([false, 0]);
    expect(isTheRegistrys.exec(verify!.output)?.[2]).toBe(join(github.runner, 'base'));

    const gitlab = await folderFor();
    const job = await runGitlabJob(await gitlabTemplate(), 'reprove-dependencies', {
      folder: checkout,
      temp: gitlab.runner,
      env: { ...gitlab.env, CI_MERGE_REQUEST_DIFF_BASE_SHA: base },
    });
    expect(job.exitCode).toBe(0);
    expect(isTheRegistrys.exec(job.output)?.[2]).toBe(join(gitlab.runner, 'base'));

    const { runs } = parse(await readFile(new URL('../../action.yml', import.meta.url), 'utf8')) as {
      runs: { steps: Parameters<typeof runSteps>[0] };
    };
    const action = await folderFor();
    const acted = await runSteps(runs.steps, {
      folder: checkout,
      temp: action.runner,
      artifacts: action.runner,
      failed: false,
      values: {
        'runner.temp': action.runner,
        'inputs.version': version,
        'inputs.working-directory': checkout,
        'inputs.command': 'verify',
        'inputs.arguments': 'a@1.0.0\n--json\n',
      },
      env: { ...action.env, GITHUB_OUTPUT: join(action.runner, 'output') },
    });
    expect(acted.failed).toBe(false);
    expect(isTheRegistrys.exec(acted.steps.at(-1)!.output)?.slice(1)).toEqual([
      'verify a@1.0.0 --json',
      checkout,
    ]);

    // npx in the checkout is what the templates used to call: were it not fooled by this, the test would show nothing.
    const npx = await execa('npx', ['--yes', `reprove@${version}`], {
      cwd: checkout,
      env,
      extendEnv: false,
      reject: false,
      all: true,
    });
    expect(npx.all).toMatch(/^planted/m);
    await local.close();
  });
});

/** A repository whose lockfile goes from an honest release to one that differs, together with a policy that lets anything pass. */
async function pullRequest() {
  const address = 'https://git.example/team/plain';
  const filesOf = (of: string) => ({
    'package.json': `${JSON.stringify({ name: 'plain', version: of, main: 'index.js', repository: `${address}.git` }, null, 2)}\n`,
    'index.js': 'module.exports = 1;\n',
  });
  const source = await gitRepository();
  for (const of of ['1.0.0', '2.0.0']) {
    await source.commit(filesOf(of));
    await source.tag(`v${of}`);
  }
  const good = npmTarball(filesOf('1.0.0'));
  const bad = npmTarball({
    ...filesOf('2.0.0'),
    'index.js': "require('http').get('http://marker.invalid');\n",
  });
  const versions = [
    { version: '1.0.0', tarball: good },
    { version: '2.0.0', tarball: bad },
  ];
  const local = await registry({ packages: [{ name: 'plain', versions }], fallthrough: true });
  const checkout = await temporaryFolder();
  const git = async (...parameters: string[]) =>
    (
      await execa('git', ['-c', 'user.name=Me', '-c', 'user.email=me@git.example', ...parameters], {
        cwd: checkout,
      })
    ).stdout;
  const write = (name: string, value: object) => writeFile(join(checkout, name), JSON.stringify(value));
  const lock = (of: string, tarball: Buffer) =>
    write('package-lock.json', {
      lockfileVersion: 3,
      packages: {
        '': {},
        'node_modules/plain': {
          version: of,
          integrity: `sha512-${createHash('sha512').update(tarball).digest('base64')}`,
        },
      },
    });
  await git('init', '--quiet', '--initial-branch=main');
  const sourceMirrors = [{ from: address, to: source.path }];
  await write('reprove.config.json', { sourceMirrors });
  await lock('1.0.0', good);
  await git('add', '--all');
  await git('commit', '--quiet', '--message', 'base');
  const base = await git('rev-parse', 'HEAD');
  const rule = {
    verdicts: ['reproduced', 'inert', 'differs', 'inconclusive'],
    packages: ['**'],
    reason: 'mine',
  };
  await write('reprove.config.json', { sourceMirrors, policy: { rules: [rule] } });
  await lock('2.0.0', bad);
  await git('commit', '--quiet', '--all', '--message', 'update');

  const runner = await temporaryFolder();
  const home = join(runner, 'home');
  await mkdir(home);
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: home,
    REPROVE_CACHE: join(runner, 'cache'),
    ...local.env,
  };
  const programs = { reprove: [process.execPath, main], npm: ['false'] };
  const { bin } = await runnerPrograms({ runner: await temporaryFolder(), ...programs });
  return {
    checkout,
    onGithub: {
      checkout: () => checkout,
      runner,
      ...programs,
      values: {
        'github.event.pull_request.base.sha': base,
        'github.token': 'token',
        'github.event.pull_request.html_url': 'https://git.example/team/app/pull/1',
      },
      env,
    },
    onGitlab: {
      folder: checkout,
      temp: await temporaryFolder(),
      env: { ...env, PATH: `${bin}${delimiter}${env.PATH}`, CI_MERGE_REQUEST_DIFF_BASE_SHA: base },
    },
    async remove() {
      await local.close();
      await source.remove();
    },
  };
}
