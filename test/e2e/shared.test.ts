import { appendFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CliWorld, cliWorld } from '../support/cli.js';
import { gitRepository } from '../support/git-repository.js';
import { registry } from '../support/registry.js';
import { type Engine, sandboxEngines } from '../support/sandbox-engines.js';
import { npmTarball } from '../support/tarball.js';

const engines = await sandboxEngines();
const address = 'https://git.example/team/tiny-mono';
const version = '1.2.3';
const names = ['tiny-a', 'tiny-b'];

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

const manifestOf = (name: string) => ({
  name,
  version,
  main: 'lib/index.js',
  files: ['lib'],
  scripts: { prepare: 'node build.js' },
  repository: { type: 'git', url: `git+${address}.git`, directory: `packages/${name}` },
});

/** What the build makes, and the release of it. */
const built = (name: string): string => `exports.name = '${name}';\n`;
const releaseOf = (name: string): Buffer =>
  npmTarball({ 'package.json': json(manifestOf(name)), 'lib/index.js': built(name) });

const tool = npmTarball({ 'package.json': { name: 'tool', version: '1.0.0' }, 'index.js': '' });

/** Two packages of one repository, built alike, with a development dependency in common. */
async function monorepo() {
  const repository = await gitRepository();
  const root = {
    name: 'root',
    private: true,
    workspaces: ['packages/*'],
    devDependencies: { tool: '1.0.0' },
    engines: { node: '>=18' },
    packageManager: 'npm@10.9.2',
  };
  const packages = names.flatMap((name) => [
    [`node_modules/${name}`, { resolved: `packages/${name}`, link: true }],
    [`packages/${name}`, { name, version }],
  ]);
  const pinned = { version: '1.0.0', resolved: 'https://elsewhere.example/tool/-/tool-1.0.0.tgz', dev: true };
  const { name, workspaces, devDependencies, engines: wanted } = root;
  const lockfile = {
    name,
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': { name, workspaces, devDependencies, engines: wanted },
      'node_modules/tool': pinned,
      ...Object.fromEntries(packages),
    },
  };
  const sources = names.flatMap((name) => [
    [`packages/${name}/package.json`, json(manifestOf(name))],
    [
      `packages/${name}/build.js`,
      `const fs = require('node:fs');\nfs.mkdirSync('lib', { recursive: true });\nfs.writeFileSync('lib/index.js', \`exports.name = '\${require('./package.json').name}';\\n\`);\n`,
    ],
  ]);
  await repository.commit({
    'package.json': json(root),
    'package-lock.json': json(lockfile),
    '.nvmrc': `${process.version.slice(1)}\n`,
    ...Object.fromEntries(sources),
  });
  await repository.tag(`v${version}`);
  return repository;
}

describe.each(engines.usable)('what verifications in %s share', (engine: Engine) => {
  let world: CliWorld;
  let close: () => Promise<void>;
  const verify = async (name: string, ...args: string[]) => {
    const { result, stderr } = await world.run(['verify', name, '--json', '--sandbox', engine, ...args]);
    expect(result.verdict, stderr).toMatchObject({ kind: 'reproduced' });
    return result.rebuilds[0]!;
  };

  beforeAll(async () => {
    const repository = await monorepo();
    const local = await registry({
      packages: [
        { name: 'tool', versions: [{ version: '1.0.0', tarball: tool }] },
        ...names.map((name, at) => ({
          name,
          versions: [{ version, tarball: releaseOf(name), publishedAt: `2024-01-01T00:00:0${at}.000Z` }],
        })),
      ],
      fallthrough: true,
    });
    world = await cliWorld(local.env);
    await world.configure({ sourceMirrors: [{ from: address, to: repository.path }] });
    close = async () => {
      await world.remove();
      await local.close();
      await repository.remove();
    };
  });
  afterAll(() => close?.());

  it('is the rebuild itself, for the same release', { timeout: 300_000 }, async () => {
    const first = await verify('tiny-a');
    expect(first.reusedFrom).toBeNull();
    const second = await verify('tiny-a');
    expect(second).toEqual({ ...first, reusedFrom: expect.stringMatching(/^\d{4}-/) });
    expect((await world.run(['verify', 'tiny-a', '--sandbox', engine])).stdout).toContain(
      '; rebuilt earlier, on',
    );
  });

  it('is the install, for another package of the same commit', { timeout: 240_000 }, async () => {
    const { steps, materials, reusedFrom } = await verify('tiny-b');
    expect(reusedFrom).toBeNull();
    expect(steps[0]).toMatchObject({ name: 'install', reusedFrom: expect.any(String) });
    expect(steps.at(-1)!.reusedFrom).toBeNull();
    expect(materials.map(({ name }) => name)).toContain('tool');
  });

  it('is nothing with --fresh', { timeout: 240_000 }, async () => {
    const { steps, reusedFrom } = await verify('tiny-b', '--fresh');
    expect([reusedFrom, ...steps.map((step) => step.reusedFrom)].every((time) => time === null)).toBe(true);
  });

  it('is nothing that was changed in the cache', { timeout: 240_000 }, async () => {
    for (const [kind, file] of [
      ['rebuilds', 'packed.tgz'],
      ['snapshots', 'work.tar'],
    ] as const) {
      for (const key of await readdir(join(world.cache, kind))) {
        if (!key.startsWith('.')) await appendFile(join(world.cache, kind, key, file), 'x');
      }
    }
    const { steps, reusedFrom } = await verify('tiny-a');
    expect([reusedFrom, ...steps.map((step) => step.reusedFrom)].every((time) => time === null)).toBe(true);
  });

  it('is listed with the cache', async () => {
    const { stdout } = await world.run(['cache', 'ls']);
    expect(stdout).toMatch(/rebuilds .*\n[\s\S]*snapshots /);
  });
});

describe.each(engines.unusable)('%s', (name, reason) => {
  it.skip(`SHARING NOT TESTED IN ${name}: ${reason}`);
});
