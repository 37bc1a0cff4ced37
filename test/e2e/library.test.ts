import { cp, lstat, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { execa } from 'execa';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BuiltWorld, builtWorld } from '../support/built-world.js';
import { temporaryFolder } from '../support/folder.js';
import { sandboxEngines } from '../support/sandbox-engines.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const engines = await sandboxEngines();

describe('the package as it is published', { timeout: 240_000 }, () => {
  let folder: string;
  let tarball: string;
  let world: BuiltWorld;

  /** The packed package, installed into a project of its own. */
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'reprove-library-'));
    await execa('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: root });
    const [packed] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
    tarball = join(folder, packed!);
    await writeFile(join(folder, 'package.json'), '{ "private": true }');
    // What `npm ci` has brought here is in npm's cache.
    await execa('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', tarball], { cwd: folder });
    await cp(join(root, 'examples'), folder, { recursive: true });
    world = await builtWorld();
  }, 240_000);
  afterAll(async () => {
    await world.remove();
    await rm(folder, { recursive: true });
  });

  const run = (program: string, ...parameters: string[]) =>
    execa(program, parameters, {
      cwd: folder,
      reject: false,
      extendEnv: false,
      env: { PATH: process.env.PATH, HOME: folder, REPROVE_CACHE: join(folder, 'cache'), ...world.local.env },
    });

  it('has nothing that publint minds', async () => {
    const { messages, pkg } = await publint({ pkgDir: join(folder, 'node_modules/reprove'), strict: true });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  it('has types that every resolution finds, but for require, which modules of this kind can not serve', async () => {
    const analysis = await checkPackage(createPackageFromTarballData(await readFile(tarball)));
    if (!analysis.types) throw new Error('it has no types');
    const problems = analysis.problems.filter(
      (problem) =>
        !('resolutionKind' in problem && ['node10', 'node16-cjs'].includes(problem.resolutionKind)),
    );
    expect(problems).toEqual([]);
  });

  it('starts as npx reprove', async () => {
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
    expect((await lstat(join(folder, 'node_modules/.bin/reprove'))).isSymbolicLink()).toBe(true);
    expect(await run('npx', '--no-install', 'reprove', '--version')).toMatchObject({
      exitCode: 0,
      stdout: version,
    });
  });

  it.runIf(engines.usable.length > 0)('verifies as npx reprove, from what was packed', async () => {
    const { path } = world.origin.repository;
    const ran = await run('npx', '--no-install', 'reprove', 'verify', 'tiny-built@1.2.3', '--source', path);
    expect([ran.exitCode, ran.stdout]).toEqual([0, expect.stringMatching(/^✔ reproduced \(/)]);
  });

  it.runIf(engines.usable.length > 0)(
    'example verify: verifies, tells, and ends with the decision’s exit code',
    async () => {
      const { path } = world.origin.repository;
      const { exitCode, stdout, stderr } = await run('node', 'verify.mjs', 'tiny-built@1.2.3', path);
      expect([exitCode, exitCode === 0 ? stdout : stderr]).toEqual([
        0,
        expect.stringMatching(/^pkg:npm\/tiny-built@1\.2\.3 is reproduced \([\w-]+\): pass$/),
      ]);
      expect(stderr).toMatch(/^resolve: .*\n(?:.*\n)*rebuild: /m);
      const missing = await run('node', 'verify.mjs', 'tiny-built@9.9.9', path);
      expect([missing.exitCode, missing.stderr]).toEqual([2, expect.stringMatching(/^E_NO_SUCH_VERSION: /m)]);
    },
  );

  it('example plan: prints how it would be rebuilt', async () => {
    const { exitCode, stdout } = await run(
      'node',
      'plan.mjs',
      'tiny-built@1.2.3',
      world.origin.repository.path,
    );
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^node .*npm pack\n {2}.*: npm /)]);
  });

  it('example compare: names what differs', async () => {
    const { exitCode, stdout } = await run('node', 'compare.mjs', tarball, tarball);
    expect([exitCode, stdout]).toEqual([0, 'same (bit-identical)']);
    const other = await run('node', 'compare.mjs', 'tiny-built@1.2.3', tarball);
    expect(other.stdout).toMatch(/^different\n(?:.*\n)*only-in-a {2}lib\/add\.js$/m);
  });

  it('example report: writes a page', async () => {
    const { exitCode } = await run(
      'node',
      'report.mjs',
      'tiny-built@1.2.3',
      'report.html',
      world.origin.repository.path,
    );
    expect(exitCode).toBe(0);
    expect(await readFile(join(folder, 'report.html'), 'utf8')).toMatch(/^<!doctype html>/i);
  });
});

describe('a call of the library', () => {
  it('ends with the reason of its signal', async () => {
    const { verify } = await import('../../src/index.js');
    const cache = await temporaryFolder();
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(verify('tiny-built@1.2.3', { cache, signal })).rejects.toThrow('enough');
  });

  it('says what is wrong with a configuration', async () => {
    const { compare } = await import('../../src/index.js');
    await expect(compare('a', 'b', { config: { rebuild: { plans: 0 } } })).rejects.toMatchObject({
      code: 'E_CONFIG_INVALID',
      exitCode: 2,
      message: expect.stringContaining('rebuild.plans'),
    });
  });
});

it('everything that is exported is documented', { timeout: 240_000 }, async () => {
  const { exitCode, all } = await execa('npm', ['run', '-s', 'docs:api', '--', '--emit', 'none'], {
    cwd: root,
    reject: false,
    all: true,
  });
  expect([exitCode, all]).toEqual([0, expect.not.stringMatching(/warning/i)]);
});
