import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyEdits } from '../../../../src/npm/lockfile-edit.js';
import { pinnedVersions } from '../../../../src/npm/lockfile-pins.js';
import { toolchainEnvironment } from '../../../../src/npm/toolchain-environment.js';
import { inside } from '../../../../src/sandbox/layout.js';
import { temporaryFolder } from '../../../support/folder.js';
import { testProxy } from '../../../support/proxy.js';
import { type LocalRegistry, registry } from '../../../support/registry.js';
import { npmTarball } from '../../../support/tarball.js';
import { type HostTool, hostTool } from '../../../support/tools.js';

interface Client {
  /** Node version; null for the one that runs the tests. */
  node: string | null;
  tool: string;
  version: string;
  lockfile: string | null;
  install: string[];
  frozen: string[];
}

const npm = { tool: 'npm', lockfile: 'package-lock.json', install: ['install'], frozen: ['ci'] };
const pnpm = {
  tool: 'pnpm',
  lockfile: 'pnpm-lock.yaml',
  install: ['install', '--no-frozen-lockfile'],
  frozen: ['install', '--frozen-lockfile'],
};
const yarn = {
  tool: 'yarn',
  lockfile: 'yarn.lock',
  install: ['install'],
  frozen: ['install', '--frozen-lockfile'],
};
const berry = {
  tool: 'yarn-berry',
  lockfile: 'yarn.lock',
  install: ['install', '--no-immutable', '--mode=skip-build'],
  frozen: ['install', '--immutable'],
};
const bun = {
  tool: 'bun',
  lockfile: 'bun.lock',
  install: ['install', '--ignore-scripts'],
  frozen: ['install', '--frozen-lockfile', '--ignore-scripts'],
};
const clients: Client[] = [
  { ...npm, node: null, version: '11.6.2' },
  { ...npm, node: '10.24.1', version: '6.14.18' },
  { ...npm, node: '0.10.48', version: '2.15.12', lockfile: null },
  { ...pnpm, node: '16.20.2', version: '7.33.7' },
  { ...pnpm, node: null, version: '9.15.9' },
  { ...pnpm, node: null, version: '10.20.0' },
  { ...yarn, node: null, version: '1.22.22' },
  { ...berry, node: null, version: '2.4.2', install: ['install', '--no-immutable', '--skip-builds'] },
  { ...berry, node: null, version: '3.8.7' },
  { ...berry, node: null, version: '4.14.1' },
  { ...bun, node: null, version: '1.1.45', lockfile: 'bun.lockb' },
  { ...bun, node: null, version: '1.2.23' },
  { ...bun, node: null, version: '1.4.5' },
];

/** Why bun can't be had here; null where it can. Not every registry carries programs of the machine. */
const noBun = await hostTool(bun.tool, '1.4.5', null).then(
  () => null,
  (error: Error) => error.message,
);
const usable = clients.filter(({ tool }) => tool !== bun.tool || noBun === null);

const tarball = (name: string, version: string, extra: object = {}): Buffer =>
  npmTarball({ 'package.json': { name, version, ...extra }, 'index.js': `module.exports = '${version}';\n` });
const mine = tarball('mine', '1.0.0');
const refuse = {
  name: 'mine',
  version: '1.0.0',
  integrity: [`sha512-${createHash('sha512').update(mine).digest('base64')}`],
};

/** 1.1.0 came in 2023; builds below are of 2021. */
const before = '2021-06-01T00:00:00.000Z';

describe.each(usable)('$tool $version through the registry proxy', (client) => {
  let local: LocalRegistry;
  let tool: HostTool;

  beforeAll(async () => {
    const dated = (name: string, extra: object = {}) => [
      { version: '1.0.0', tarball: tarball(name, '1.0.0', extra), publishedAt: '2020-01-01T00:00:00.000Z' },
      { version: '1.1.0', tarball: tarball(name, '1.1.0', extra), publishedAt: '2023-01-01T00:00:00.000Z' },
    ];
    local = await registry({
      packages: [
        { name: 'outer', versions: dated('outer', { dependencies: { '@scope/inner': '^1.0.0' } }) },
        { name: '@scope/inner', versions: dated('@scope/inner') },
        {
          name: 'mine',
          versions: [{ version: '1.0.0', tarball: mine, publishedAt: '2020-01-01T00:00:00.000Z' }],
        },
        {
          name: 'copy',
          versions: [{ version: '1.0.0', tarball: mine, publishedAt: '2020-01-01T00:00:00.000Z' }],
        },
      ],
    });
    tool = await hostTool(client.tool, client.version, client.node);
  });
  afterAll(() => local.close());

  async function project(dependencies: Record<string, string>) {
    const folder = await temporaryFolder();
    await writeFile(
      join(folder, 'package.json'),
      JSON.stringify({ name: 'project', version: '1.0.0', dependencies }),
    );
    // A setting of yarn 2 and later, which has no such folder by itself.
    await writeFile(join(folder, '.yarnrc.yml'), 'nodeLinker: node-modules\n');
    const run = async (url: string, args: string[]) => {
      const home = join(folder, '.home');
      await rm(home, { recursive: true, force: true });
      await mkdir(home);
      const environment = Object.entries(toolchainEnvironment([client.tool], url)).map(([key, value]) => [
        key,
        value.replace(inside.home, home).replace(inside.downloads, join(home, 'downloads')),
      ]);
      return execa(tool.command[0], [...tool.command.slice(1), ...args], {
        cwd: folder,
        reject: false,
        all: true,
        extendEnv: false,
        env: {
          ...Object.fromEntries(environment),
          HOME: home,
          PATH: `${tool.folder}:/usr/bin:/bin`,
          CI: 'true',
        },
      });
    };
    const installed = async (name: string) =>
      JSON.parse(await readFile(join(folder, 'node_modules', name, 'package.json'), 'utf8')).version;
    return { folder, run, installed };
  }

  it('installs what existed at the time, and later what its lockfile pins', {
    timeout: 120_000,
  }, async () => {
    const { folder, run, installed } = await project({ outer: '^1.0.0' });
    const past = await testProxy({ env: local.env, before, refuse });
    const first = await run(past.url, client.install);
    expect(first.exitCode, first.all).toBe(0);
    expect(await installed('outer')).toBe('1.0.0');
    const names = past.log().materials.map(({ name, version }) => `${name}@${version}`);
    expect(names).toEqual(['@scope/inner@1.0.0', 'outer@1.0.0']);
    expect(past.log().notes).toEqual([]);
    if (client.lockfile === null) return;

    const now = await testProxy({ env: local.env, refuse });
    await rm(join(folder, client.lockfile));
    await rm(join(folder, 'node_modules'), { recursive: true });
    expect((await run(now.url, client.install)).exitCode).toBe(0);
    expect(await installed('outer')).toBe('1.1.0');

    await rm(join(folder, 'node_modules'), { recursive: true });
    // As if the lockfile had been made with another registry. One character for each byte, since one of them is binary, where an
    // address can't become longer.
    const host = client.lockfile === 'bun.lockb' ? 'other.example'.padEnd(now.url.length - 9, 'x') : null;
    const made = (await readFile(join(folder, client.lockfile), 'latin1'))
      .replaceAll(now.url, host === null ? 'https://other.example/npm/' : `https://${host}/`)
      // What bun writes for its usual registry.
      .replace(/(\["@scope\/inner@1\.1\.0", )"[^"]+"/, '$1""');
    await writeFile(join(folder, client.lockfile), made, 'latin1');
    const pinned = await pinnedVersions(client.lockfile, made);
    const proxy = await testProxy({ env: local.env, before, refuse, pinned });
    const edit = { path: client.lockfile, edit: 'lockfile-addresses' as const, reason: '' };
    const { undo } = await applyEdits(
      folder,
      [edit],
      { publicUrl: proxy.url, lost: new Set(), lostPackages: async () => new Set() },
      () => undefined,
    );
    const frozen = await run(proxy.url, client.frozen);
    expect(frozen.exitCode, frozen.all).toBe(0);
    expect(await installed('outer')).toBe('1.1.0');
    await undo();
    expect(await readFile(join(folder, client.lockfile), 'latin1')).toBe(made);
  });

  it('does not get the release under verification', { timeout: 120_000 }, async () => {
    const ways: Record<string, string>[] = [{ mine: '1.0.0' }, { mine: 'latest' }, { copy: '1.0.0' }];
    if (client.lockfile !== null) ways.push({ innocent: 'npm:mine@1.0.0' });
    for (const dependencies of ways) {
      const { folder, run } = await project(dependencies);
      const proxy = await testProxy({ env: local.env, refuse });
      const { exitCode } = await run(proxy.url, client.install);
      expect(exitCode, JSON.stringify(dependencies)).not.toBe(0);
      for (const name of ['mine', 'copy', 'innocent']) {
        expect(existsSync(join(folder, 'node_modules', name, 'index.js'))).toBe(false);
      }
      expect(proxy.log()).toMatchObject({
        materials: [],
        refusals: [expect.anything(), ...proxy.log().refusals.slice(1)],
      });
    }
  });

  if (client.lockfile === null) return;

  it('nor through the address in a lockfile', { timeout: 120_000 }, async () => {
    const { folder, run } = await project({ mine: '1.0.0' });
    const open = await testProxy({ env: local.env });
    expect((await run(open.url, client.install)).exitCode).toBe(0);
    await rm(join(folder, 'node_modules'), { recursive: true });
    // yarn 2 and 3 keep archives beside the source.
    await rm(join(folder, '.yarn'), { recursive: true, force: true });
    const text = await readFile(join(folder, client.lockfile!), 'latin1');
    const pinned = await pinnedVersions(client.lockfile!, text);
    expect(pinned.versions).toMatchObject([{ name: 'mine', version: '1.0.0' }]);
    const proxy = await testProxy({ env: local.env, refuse, pinned });
    await writeFile(join(folder, client.lockfile!), text.replaceAll(open.url, proxy.url), 'latin1');
    expect((await run(proxy.url, client.frozen)).exitCode).not.toBe(0);
    expect(existsSync(join(folder, 'node_modules/mine/index.js'))).toBe(false);
    expect(proxy.log().materials).toEqual([]);
    expect(proxy.log().refusals.join()).toContain('mine');
  });
});

describe.each(noBun === null ? [] : [noBun])('bun through the registry proxy', (reason) => {
  it.skip(`NOT TESTED: ${reason}`);
});
