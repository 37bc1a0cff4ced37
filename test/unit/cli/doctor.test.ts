import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Check } from '../../../src/cli/doctor/check.js';
import { checkGit, checkNode, checkSeccomp } from '../../../src/cli/doctor/tools.js';
import type { Availability, SandboxEngine } from '../../../src/sandbox/engine.js';
import { commandLine } from '../../support/command.js';
import { temporaryFolder } from '../../support/folder.js';

/** A registry that answers everything with one status; its address. */
async function registry(status: number): Promise<string> {
  const server = createServer((_, response) => void response.writeHead(status).end('{}'));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const engine = (name: Availability['engine'], usable: boolean): SandboxEngine => ({
  name,
  run: () => Promise.reject(new Error('doctor runs no step itself')),
  probe: async () => ({
    engine: name,
    usable,
    label: `${name} 1.0`,
    detail: usable ? 'works' : 'is not installed',
    hint: usable ? null : `install ${name}`,
  }),
});

async function doctor(
  world: { status?: number; address?: string; engines?: SandboxEngine[]; config?: object } = {},
  ...argv: string[]
) {
  const address = world.address ?? (await registry(world.status ?? 200));
  const line = await commandLine({
    registry: async () => ({ npmConfiguration: async () => ({ registry: address }) }),
    sandbox: async () => ({ engines: () => world.engines ?? [engine('bubblewrap', true)] }),
  });
  if (world.config) await writeFile(join(line.folder, 'reprove.config.json'), JSON.stringify(world.config));
  const { exitCode, stdout } = await line.run('doctor', '--json', ...argv);
  const { usable, checks } = JSON.parse(stdout) as { usable: boolean; checks: Check[] };
  return {
    exitCode,
    usable,
    of: (name: string) => checks.filter((check) => check.name.startsWith(name)),
    line,
  };
}

describe('reprove doctor', () => {
  it('is content when everything works', async () => {
    const { exitCode, usable, of } = await doctor();
    expect({ exitCode, usable }).toEqual({ exitCode: 0, usable: true });
    expect(of('sandbox')).toMatchObject([{ status: 'ok', detail: 'builds run in bubblewrap 1.0' }]);
  });

  it('says what to install when no engine works', async () => {
    const { exitCode, of } = await doctor({
      engines: [engine('docker', false), engine('bubblewrap', false)],
    });
    expect(exitCode).toBe(4);
    expect(of('docker')).toMatchObject([{ status: 'warning', hint: 'install docker' }]);
    expect(of('sandbox')).toMatchObject([{ status: 'failing', hint: expect.stringContaining('bubblewrap') }]);
  });

  it('fails when the engine that the configuration names does not work, though another does', async () => {
    const engines = [engine('docker', false), engine('bubblewrap', true)];
    const { exitCode, of } = await doctor({ engines, config: { sandbox: { engine: 'docker' } } });
    expect(exitCode).toBe(4);
    expect(of('sandbox')).toMatchObject([{ status: 'failing', detail: expect.stringContaining('docker') }]);
  });

  it.each([
    [200, 'ok', 0],
    [404, 'ok', 0],
    [401, 'failing', 4],
    [500, 'failing', 4],
  ])('takes status %i of the registry for %s', async (status, expected, code) => {
    const { exitCode, of } = await doctor({ status });
    expect(of('registry')).toMatchObject([{ status: expected }]);
    expect(exitCode).toBe(code);
  });

  it('shows no password of the registry', async () => {
    const { of } = await doctor({ address: 'http://ann:secret@127.0.0.1:9/' });
    expect(of('registry')).toMatchObject([{ status: 'failing' }]);
    expect(JSON.stringify(of('registry'))).not.toContain('secret');
  });

  it('tries everything else when the configuration is at fault', async () => {
    const { exitCode, of } = await doctor({ config: { sandbx: {} } });
    expect(exitCode).toBe(4);
    expect(of('configuration')).toMatchObject([
      { status: 'failing', detail: expect.stringContaining('did you mean "sandbox"?') },
    ]);
    expect(of('registry')).toMatchObject([{ status: 'ok' }]);
  });

  it('looks whether local source mirrors are there', async () => {
    const there = await temporaryFolder();
    await mkdir(join(there, 'mirrors'));
    const from = 'https://git.example/{owner}/{name}';
    const targets = [
      `file://${there}/mirrors/{owner}+{name}/repo`,
      `${there}/gone/{name}`,
      'https://other.example/{name}',
    ];
    const { exitCode, of } = await doctor({ config: { sourceMirrors: targets.map((to) => ({ from, to })) } });
    expect(of('source mirror').map(({ status }) => status)).toEqual(['ok', 'warning', 'ok']);
    expect(exitCode).toBe(0);
  });

  it('fails without a cache folder', async () => {
    const { of, exitCode } = await doctor({}, '--cache', '/dev/null/cache');
    expect(of('cache')).toMatchObject([{ status: 'failing' }]);
    expect(exitCode).toBe(4);
  });

  it('is a page for a person, with a hint below each failure', async () => {
    const line = await commandLine({ sandbox: async () => ({ engines: () => [engine('docker', false)] }) });
    const { stdout } = await line.run('doctor');
    expect(stdout).toContain(
      '! docker               is not installed\n                       install docker\n',
    );
    expect(stdout).toContain('✖ registry             unexpected Error: no test gave a registry');
    expect(stdout).toMatch(/Releases can not be verified with a rebuild here\.\n$/);
  });
});

describe('tools', () => {
  it('node has to be what package.json asks for', async () => {
    expect(await checkNode('18.20.0')).toMatchObject({ status: 'failing' });
    expect(await checkNode('22.12.0')).toMatchObject({ status: 'ok' });
  });

  it.each([
    ['git version 2.39.5 (Apple Git-154)', 'ok'],
    ['git version 2.30.2', 'failing'],
  ])('%s is %s', async (version, status) => {
    const bin = await temporaryFolder();
    await writeFile(join(bin, 'git'), `#!/bin/sh\necho '${version}'\n`, { mode: 0o755 });
    expect(await checkGit(bin)).toMatchObject({ status });
  });

  it('git has to be there', async () => {
    expect(await checkGit(await temporaryFolder())).toMatchObject({ status: 'failing', detail: 'not found' });
  });

  it('a kernel without filters is worth a warning', async () => {
    expect(await checkSeccomp('/nowhere')).toMatchObject({ status: 'warning' });
  });
});
