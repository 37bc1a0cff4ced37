import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, stat, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ResolvedRelease } from '../../../src/ecosystem.js';
import { supply } from '../../../src/npm/supply.js';
import type { Plan } from '../../../src/sandbox/schema.js';
import { temporaryFolder } from '../../support/folder.js';
import { type LocalRegistry, registry } from '../../support/registry.js';
import { npmTarball } from '../../support/tarball.js';
import { testContext } from '../../support/tools.js';

const npmTool = npmTarball({
  'package.json': { name: 'npm', version: '10.0.0', bin: { npm: 'npm.js' } },
  'npm.js': '',
});
const mine = npmTarball({ 'package.json': { name: 'mine', version: '1.0.0' } });

const plan = (changes: Partial<Plan> = {}): Plan =>
  ({
    tools: [{ name: 'npm', version: '10.0.0', reason: '' }],
    edits: [{ path: 'package-lock.json', edit: 'lockfile-addresses', reason: '' }],
    lockfile: 'package-lock.json',
    before: '2021-01-01T00:00:00.000Z',
    ...changes,
  }) as Plan;
const resolved = {
  release: { name: 'mine', version: '1.0.0', integrity: 'sha512-x', publishedIntegrity: null },
  archive: { integrity: 'sha512-x', shasum: '0'.repeat(40) },
  claim: { repository: null },
} as ResolvedRelease;

function statusOf(socketPath: string, path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request({ socketPath, path, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

describe('the supply of a plan', () => {
  let local: LocalRegistry;

  beforeAll(async () => {
    local = await registry({
      packages: [
        { name: 'npm', versions: [{ version: '10.0.0', tarball: npmTool }] },
        { name: 'mine', versions: [{ version: '1.0.0', tarball: mine }] },
        {
          name: 'pinned',
          versions: ['1.0.0', '2.0.0'].map((version, index) => ({
            version,
            tarball: npmTarball({ 'package.json': { name: 'pinned', version } }),
            publishedAt: `202${index * 3}-01-01T00:00:00.000Z`,
          })),
        },
      ],
    });
    for (const [name, value] of Object.entries(local.env)) vi.stubEnv(name, value);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await local.close();
  });

  /** For one test: tests beside this one make and close supplies in the common folder too. */
  const ownTemporaryFolder = async () => {
    const common = process.env.TMPDIR;
    vi.stubEnv('TMPDIR', await temporaryFolder());
    onTestFinished(() => void vi.stubEnv('TMPDIR', common));
  };
  const context = async () => testContext({ cache: join(await temporaryFolder(), 'cache') });
  const lockfile = JSON.stringify({
    packages: {
      'node_modules/pinned': {
        version: '2.0.0',
        resolved: 'https://other.example/pinned/-/pinned-2.0.0.tgz',
      },
    },
  });

  it('is tools, and a registry that holds what the lockfile pins and not the release', async () => {
    const made = await supply(plan(), resolved, lockfile, await context());
    onTestFinished(() => made.close());
    expect(made).toMatchObject({
      helperNode: '/tools/node/bin/node',
      port: 4873,
      toolMaterials: [{ name: 'npm', version: '10.0.0' }],
    });
    expect(await statusOf(made.socket, '/pinned/-/pinned-2.0.0.tgz')).toBe(200);
    expect(await statusOf(made.socket, '/mine/-/mine-1.0.0.tgz')).toBe(404);
    expect(made.log().materials).toMatchObject([{ name: 'pinned', version: '2.0.0' }]);
    expect(made.log().refusals).toHaveLength(1);
  });

  it('serves nothing later than the plan’s time where no lockfile pins it', async () => {
    const made = await supply(plan({ lockfile: null }), resolved, null, await context());
    onTestFinished(() => made.close());
    expect(await statusOf(made.socket, '/pinned/-/pinned-2.0.0.tgz')).toBe(404);
    expect(await statusOf(made.socket, '/pinned/-/pinned-1.0.0.tgz')).toBe(200);
  });

  it('edits the lockfile for the proxy and takes that back', async () => {
    const made = await supply(plan(), resolved, lockfile, await context());
    onTestFinished(() => made.close());
    const work = await temporaryFolder();
    await writeFile(join(work, 'package-lock.json'), lockfile);
    const { undo } = await made.edit(work);
    expect((await execa('cat', [join(work, 'package-lock.json')])).stdout).toContain(
      '"http://127.0.0.1:4873/pinned/-/pinned-2.0.0.tgz"',
    );
    await undo();
    expect((await execa('cat', [join(work, 'package-lock.json')])).stdout).toBe(lockfile);
  });

  it('has an environment without anything of this machine', async () => {
    vi.stubEnv('NPM_TOKEN', 'secret');
    const made = await supply(plan(), resolved, lockfile, await context());
    onTestFinished(() => made.close());
    const { PATH, ...rest } = made.environment;
    expect(PATH).toBe('/tools/bin:/tools/node/bin:/usr/local/bin:/usr/bin:/bin');
    expect(rest.npm_config_registry).toBe('http://127.0.0.1:4873/');
    const text = JSON.stringify(made.environment);
    for (const own of ['secret', local.url, process.cwd(), tmpdir()]) expect(text).not.toContain(own);
  });

  it('leaves nothing behind when closed', async () => {
    const made = await supply(plan(), resolved, lockfile, await context());
    const folder = dirname(made.socket);
    expect((await stat(folder)).mode & 0o077).toBe(0);
    await made.close();
    expect(existsSync(folder)).toBe(false);
  });

  it('leaves nothing behind when a tool can’t be had', async () => {
    await ownTemporaryFolder();
    const folders = async () =>
      (await readdir(tmpdir())).filter((name) => name.startsWith('reprove-supply-'));
    const earlier = await folders();
    const missing = plan({ tools: [{ name: 'npm', version: '99.0.0', reason: '' }] });
    await expect(supply(missing, resolved, lockfile, await context())).rejects.toMatchObject({
      code: 'E_TOOL_UNKNOWN',
    });
    expect(await folders()).toEqual(earlier);
  });

  it('sweeps the folders of killed processes and leaves those in use', async () => {
    await ownTemporaryFolder();
    const dead = await mkdtemp(join(tmpdir(), 'reprove-supply-'));
    const alive = await mkdtemp(join(tmpdir(), 'reprove-supply-'));
    const starting = join(tmpdir(), 'reprove-supply-new');
    await mkdir(starting);
    // A process that is killed leaves its socket, with nobody listening.
    const script = `require('net').createServer().listen(${JSON.stringify(join(dead, 's'))}, () => process.kill(process.pid, 'SIGKILL'))`;
    await execa(process.execPath, ['-e', script], { reject: false });
    const server = createServer().listen(join(alive, 's'));
    onTestFinished(() => void server.close());
    const made = await supply(plan(), resolved, lockfile, await context());
    onTestFinished(() => made.close());
    expect([dead, alive, starting].map((folder) => existsSync(folder))).toEqual([false, true, true]);
  });
});
