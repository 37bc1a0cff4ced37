import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CliRun, type CliWorld, cliWorld } from '../support/cli.js';
import { gitRepository } from '../support/git-repository.js';
import { type GitServer, gitServer } from '../support/git-server.js';
import { registry } from '../support/registry.js';
import { npmTarball } from '../support/tarball.js';

const address = 'https://git.example/team/known';
const manifest = (name: string, repository?: string) => ({
  name,
  version: '1.0.0',
  main: 'index.js',
  ...(repository ? { repository } : {}),
});
const release = (name: string, repository?: string) => ({
  name,
  versions: [
    {
      version: '1.0.0',
      tarball: npmTarball({
        'package.json': `${JSON.stringify(manifest(name, repository), null, 2)}\n`,
        'index.js': '1;\n',
      }),
    },
  ],
});

/** One line that says what happened, one that says what to do; never a stack. */
function expectClear(run: CliRun, message: RegExp): void {
  const lines = run.stderr.trim().split('\n');
  expect(lines.length).toBeLessThanOrEqual(3);
  expect(run.stderr).toMatch(message);
  expect(run.stderr).not.toMatch(/\n\s+at /);
}

describe('bad input', () => {
  let world: CliWorld;
  let repository: Awaited<ReturnType<typeof gitRepository>>;
  let local: Awaited<ReturnType<typeof registry>>;
  let host: GitServer;

  beforeAll(async () => {
    repository = await gitRepository();
    await repository.commit({
      'package.json': `${JSON.stringify(manifest('known', address), null, 2)}\n`,
      'index.js': '1;\n',
    });
    await repository.tag('v1.0.0');
    host = await gitServer(repository.path, 404);
    local = await registry({
      packages: [
        release('known', address),
        release('silent'),
        release('deleted', 'https://git.example/team/deleted'),
      ],
    });
    world = await cliWorld(local.env);
    await world.configure({
      sourceMirrors: [
        { from: address, to: repository.path },
        { from: 'https://git.example/team/deleted', to: host.url('deleted.git') },
      ],
    });
  });

  afterAll(async () => {
    await world?.remove();
    await local?.close();
    await host?.close();
    await repository?.remove();
  });

  it('no such package: exit 2', async () => {
    const run = await world.run(['verify', 'nobody-has-this']);
    expectClear(run, /nobody-has-this/);
    expect(run.exitCode).toBe(2);
  });

  it('no such version: exit 2, naming what exists', async () => {
    const run = await world.run(['verify', 'known@9.9.9']);
    expectClear(run, /1\.0\.0/);
    expect(run.exitCode).toBe(2);
  });

  it('no repository field: inconclusive, with what to give', async () => {
    const { exitCode, result } = await world.run(['verify', 'silent', '--json']);
    expect(result.verdict).toMatchObject({
      kind: 'inconclusive',
      cause: { stage: 'locate', reason: 'no-repository-field' },
    });
    expect(result.verdict.cause!.hint).toContain('--source');
    expect(exitCode).toBe(3);
  });

  it('deleted repository: inconclusive', async () => {
    const { exitCode, result } = await world.run(['verify', 'deleted', '--json']);
    expect(result.verdict).toMatchObject({ kind: 'inconclusive', cause: { reason: 'repository-not-found' } });
    expect(exitCode).toBe(3);
  });

  it('wrong ref: inconclusive, naming the ref', async () => {
    const { exitCode, result } = await world.run(['verify', 'known', '--ref', 'no-such-tag', '--json']);
    expect(result.verdict).toMatchObject({ kind: 'inconclusive', cause: { reason: 'no-such-revision' } });
    expect(result.verdict.cause!.message).toContain('no-such-tag');
    expect(exitCode).toBe(3);
  });

  it('corrupt tarball: exit 3 and one line', async () => {
    const path = join(world.folder, 'corrupt.tgz');
    await writeFile(
      path,
      npmTarball({ 'package.json': manifest('known'), 'index.js': '1;\n' }).subarray(0, 90),
    );
    const run = await world.run(['verify', path]);
    expectClear(run, /damaged or cut off/);
    expect(run.exitCode).toBe(3);
  });

  it('a tarball over a limit: exit 3, naming the limit', async () => {
    const run = await world.run([
      'verify',
      'known',
      '--config',
      await configuration(world, { archive: { entries: 1 } }),
    ]);
    expectClear(run, /archive\.entries/);
    expect(run.exitCode).toBe(3);
  });

  it('no such file: exit 2', async () => {
    const run = await world.run(['verify', './no-such.tgz']);
    expectClear(run, /no-such\.tgz/);
    expect(run.exitCode).toBe(2);
  });

  it('unreadable configuration: exit 2, naming the file', async () => {
    const run = await world.run(['verify', 'known', '--config', join(world.folder, 'absent.json')]);
    expectClear(run, /absent\.json/);
    expect(run.exitCode).toBe(2);
  });

  it('an unknown key in the configuration: exit 2, with a suggestion', async () => {
    const run = await world.run([
      'verify',
      'known',
      '--config',
      await configuration(world, { sourceMirror: [] }),
    ]);
    expectClear(run, /sourceMirrors/);
    expect(run.exitCode).toBe(2);
  });

  it('an unknown option: exit 2', async () => {
    const run = await world.run(['verify', 'known', '--rebuid']);
    expect(run.stderr).toMatch(/--rebuid/);
    expect(run.exitCode).toBe(2);
  });

  it('registry out of reach: exit 4', async () => {
    const run = await world.run(['verify', 'known@1.0.0', '--cache', join(world.folder, 'empty')], {
      npm_config_registry: 'http://127.0.0.1:9/',
      npm_config_fetch_retries: '0',
    });
    expectClear(run, /registry/i);
    expect(run.exitCode).toBe(4);
  });

  it('a cache that cannot be written: exit 4', async () => {
    const file = join(world.folder, 'a-file');
    await writeFile(file, '');
    const run = await world.run(['verify', 'known', '--cache', join(file, 'cache')]);
    expectClear(run, /cache/);
    expect(run.exitCode).toBe(4);
  });
});

async function configuration(world: CliWorld, value: object): Promise<string> {
  const folder = join(world.folder, 'configurations');
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${Object.keys(value).join('-')}.json`);
  await writeFile(path, JSON.stringify(value));
  await chmod(path, 0o600);
  return path;
}
