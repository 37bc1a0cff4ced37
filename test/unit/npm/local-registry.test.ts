import { execa } from 'execa';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../support/folder.js';
import { type LocalRegistry, registry, type ServedPackage } from '../../support/registry.js';
import { npmTarball } from '../../support/tarball.js';

const plain = (name: string): ServedPackage => ({
  name,
  versions: ['1.0.0', '1.1.0'].map((version) => ({
    version,
    tarball: npmTarball({ 'package.json': JSON.stringify({ name, version }), 'index.js': '' }),
  })),
});

async function up(options: Parameters<typeof registry>[0]): Promise<LocalRegistry> {
  const local = await registry(options);
  onTestFinished(() => local.close());
  return local;
}

/** npm of this machine, in a folder of its own. */
async function npm(local: LocalRegistry, args: string[]) {
  const cwd = await temporaryFolder();
  const env = { PATH: process.env.PATH, HOME: cwd, npm_config_update_notifier: 'false', ...local.env };
  return execa('npm', args, { cwd, env, extendEnv: false, reject: false });
}

describe('the registry that tests use', () => {
  it('is one that npm can install from', { timeout: 60_000 }, async () => {
    const local = await up({ packages: [plain('one'), plain('@scope/two')] });
    const { stdout } = await npm(local, ['pack', 'one@1.0.0', '@scope/two']);
    expect(stdout.split('\n').sort()).toEqual(['one-1.0.0.tgz', 'scope-two-1.1.0.tgz']);
  });

  it('answers a conditional request with 304', async () => {
    const local = await up({ packages: [plain('one')] });
    const first = await fetch(`${local.url}/one`);
    const etag = first.headers.get('etag')!;
    expect((await fetch(`${local.url}/one`, { headers: { 'if-none-match': etag } })).status).toBe(304);
  });

  it('leaves times out of abbreviated packuments', async () => {
    const local = await up({ packages: [plain('one')] });
    const full = (await (await fetch(`${local.url}/one`)).json()) as object;
    const headers = { accept: 'application/vnd.npm.install-v1+json' };
    const short = (await (await fetch(`${local.url}/one`, { headers })).json()) as object;
    expect(full).toHaveProperty('time');
    expect(short).not.toHaveProperty('time');
  });

  it('fails as it is told, as often as it is told', async () => {
    const local = await up({ packages: [plain('one')] });
    local.respondWith('/one', { status: 503, times: 1 });
    expect((await fetch(`${local.url}/one`)).status).toBe(503);
    expect((await fetch(`${local.url}/one`)).status).toBe(200);
    local.respondWith('/one', { body: 'x'.repeat(100), half: true });
    await expect(fetch(`${local.url}/one`).then((answer) => answer.text())).rejects.toThrow();
  });

  it("passes unknown packages through from the machine's registry", { timeout: 60_000 }, async () => {
    const local = await up({ packages: [plain('one')], fallthrough: true });
    const { stdout } = await npm(local, ['pack', 'isarray@2.0.5', 'one']);
    expect(stdout.split('\n').sort()).toEqual(['isarray-2.0.5.tgz', 'one-1.1.0.tgz']);
    expect(local.requests.map(({ path }) => path)).toContain('/isarray/-/isarray-2.0.5.tgz');
  });
});
