import { chmod, readdir, readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { afterEach, describe, expect, it } from 'vitest';
import type { GateResult } from '../../src/gate/schema.js';
import { builtFiles, builtPackage } from '../support/built-package.js';
import { type GateWorld, gateWorld } from '../support/gate-world.js';
import { sandboxEngines } from '../support/sandbox-engines.js';
import { npmTarball } from '../support/tarball.js';
import { hostTool } from '../support/tools.js';

const engines = await sandboxEngines();

/** What the gate itself found, and what of it stops the release. */
const signals = (gated: GateResult | null) =>
  gated?.packages.flatMap(({ findings }) => findings.map(({ signal }) => signal));

// Rebuilding in each engine is tested of `verify`, which the gate calls.
describe.each(engines.usable.slice(0, 1))('reprove gate, in %s', { timeout: 240_000 }, (engine) => {
  let world: GateWorld;
  afterEach(() => world?.remove());

  it('lets an honest release pass, and proves after publishing that it is the one', async () => {
    world = await gateWorld(engine);
    const { exitCode, stderr, gated } = await world.gate(['--output', 'gated']);
    expect([exitCode, stderr]).toEqual([0, expect.any(String)]);
    expect(gated).toMatchObject({
      stage: 'before',
      passed: true,
      packages: [
        {
          name: 'tiny-built',
          tag: 'v1.2.3',
          tarball: 'tiny-built-1.2.3.tgz',
          findings: [],
          result: { verdict: { kind: 'reproduced' } },
        },
      ],
    });
    const npm = await hostTool('npm', '11.21.2', null);
    const [program, ...script] = npm.command;
    const token = { npm_config__auth: Buffer.from('a:b').toString('base64') };
    const host = `npm_config_//${new URL(world.registry.url).host}/:_authToken`;
    const published = await world.run(program, [...script, 'publish', './gated/tiny-built-1.2.3.tgz'], {
      ...token,
      [host]: 'secret',
    });
    expect(published).toMatchObject({ exitCode: 0 });
    const after = await world.gate(['--published', '--output', 'gated']);
    expect(after).toMatchObject({ exitCode: 0, gated: { stage: 'published', passed: true } });

    // A second gate of the same version says what there is already.
    const again = await world.gate([]);
    expect(again.exitCode).toBe(1);
    expect(signals(again.gated)).toEqual(['gate-published-already']);

    // The tag moves.
    await world.repository.commit({ 'README.md': '# other\n' });
    await world.repository.tag('v1.2.3');
    const moved = await world.gate(['--published', '--output', 'gated']);
    expect(moved).toMatchObject({
      exitCode: 1,
      gated: { packages: [{ findings: [{ signal: 'gate-tag-moved' }] }] },
    });
  });

  it('rebuilds while it packs, and afresh where that is asked', async () => {
    world = await gateWorld(engine);
    const rebuiltAt = async (...options: string[]) => {
      const { gated } = await world.gate(options);
      const [rebuild, ...more] = gated?.packages[0]?.result?.rebuilds ?? [];
      expect([rebuild?.outcome, more]).toEqual(['packed', []]);
      return rebuild?.reusedFrom ?? 'not while it was packed';
    };
    const first = await rebuiltAt();
    expect(await rebuiltAt()).toBe(first);
    const fresh = await rebuiltAt('--fresh');
    expect(Date.parse(fresh)).toBeGreaterThan(Date.parse(first));
  });

  it('ends a rebuild that packing needs no more', async () => {
    world = await gateWorld(engine);
    await world.write('build.js', 'process.exit(3)\n');
    const { exitCode, stderr } = await world.gate([]);
    expect([exitCode, stderr]).toEqual([3, expect.stringContaining('could not be packed')]);
    expect(await readdir(join(world.cli.cache, 'runs')).catch(() => [])).toEqual([]);
  });

  it('stops a file that lies in the working folder only', async () => {
    world = await gateWorld(engine);
    await world.write('lib/index.js', '');
    await world.write('lib/planted.js', "require('child_process').exec('id');\n");
    const ignored = await world.gate([]);
    expect(ignored.exitCode).toBe(1);
    expect(ignored.gated?.packages[0]?.result?.verdict).toMatchObject({
      unexplained: [{ path: 'lib/planted.js', canAct: true }],
    });
    await world.run('rm', ['-r', 'lib']);
    await world.write('source/more.js', 'module.exports = 1;\n');
    await world.write('notes.txt', 'not packed\n');
    const untracked = await world.gate([]);
    expect(untracked.exitCode).toBe(1);
    expect(untracked.gated?.packages[0]?.result?.verdict.unexplained.map(({ path }) => path)).toEqual([
      'lib/more.js',
    ]);
  });

  it('stops a build step that was changed on the publishing machine only', async () => {
    world = await gateWorld(engine);
    await world.write(
      'build.js',
      `${builtPackage.build}fs.appendFileSync('lib/add.js', '// mine\\nfetch("https://marker.invalid");\\n');\n`,
    );
    const { exitCode, gated } = await world.gate([]);
    expect(exitCode).toBe(1);
    expect(gated?.packages[0]?.findings).toMatchObject([{ signal: 'gate-tree-not-clean', path: 'build.js' }]);
    expect(['differs', 'suspicious']).toContain(gated?.packages[0]?.result?.verdict.kind);
  });

  it('stops what a compromised packing tool adds', async () => {
    world = await gateWorld(engine);
    const tools = join(world.cli.folder, 'tools');
    await world.run('mkdir', ['-p', tools]);
    const npm = (await world.run('sh', ['-c', 'command -v npm'])).stdout.trim();
    await world.write(
      '../tools/npm',
      `#!/bin/sh\n"${npm}" "$@" || exit 1\nfor last; do :; done\ncd "$last" && mkdir x && tar -xzf *.tgz -C x && echo 'require("http").get("http://marker.invalid")' >> x/package/lib/index.js && tar -czf tiny-built-1.2.3.tgz -C x package && rm -r x\n`,
    );
    await chmod(join(tools, 'npm'), 0o755);
    const { exitCode, gated } = await world.gate([], { PATH: `${tools}${delimiter}${process.env.PATH}` });
    expect(exitCode).toBe(1);
    expect(gated?.packages[0]).toMatchObject({ findings: [], passed: false });
    expect(gated?.packages[0]?.result?.verdict.unexplained).toMatchObject([
      { path: 'lib/index.js', canAct: true },
    ]);
  });

  it('stops another tarball than was gated, staged or published', async () => {
    world = await gateWorld(engine);
    const first = await world.gate(['--output', 'gated']);
    expect(first.exitCode).toBe(0);
    const npm = await hostTool('npm', '11.21.2', null);
    const [program, ...script] = npm.command;
    const host = `npm_config_//${new URL(world.registry.url).host}/:_authToken`;
    const client = (...parameters: string[]) =>
      world.run(program, [...script, ...parameters], { [host]: 'secret' });
    expect(await client('stage', 'publish', './gated/tiny-built-1.2.3.tgz')).toMatchObject({ exitCode: 0 });
    const { id } = world.publishing.staged[0]!;
    expect(await world.gate(['--staged', id, '--output', 'gated'])).toMatchObject({
      exitCode: 0,
      gated: { stage: 'staged', packages: [{ findings: [] }] },
    });

    const manifest = builtPackage.manifest(world.address);
    const stolen = npmTarball({
      ...builtFiles(manifest),
      'lib/steal.js': 'fetch("https://marker.invalid");\n',
    });
    world.publishing.swap(id, stolen);
    const staged = await world.gate(['--staged', id, '--record', 'gated/gate.json']);
    expect(staged.exitCode).toBe(1);
    expect(signals(staged.gated)).toContain('gate-other-tarball');

    expect(await client('stage', 'approve', id)).toMatchObject({ exitCode: 0 });
    const published = await world.gate(['--published', '--output', 'gated']);
    expect(published.exitCode).toBe(1);
    expect(published.gated?.packages[0]?.findings.map(({ message }) => message).join('\n')).toMatch(
      /lib\/steal\.js: only in what was published/,
    );
  });

  it('stops what is not pushed, not tagged, on no allowed branch, or of another version', async () => {
    world = await gateWorld(engine);
    await world.write('README.md', '# changed\n');
    await world.git('commit', '--quiet', '-am', 'A change');
    const here = await world.gate(['--branch', 'main']);
    expect(here.exitCode).toBe(1);
    expect(signals(here.gated)).toEqual([
      'gate-commit-not-pushed',
      'gate-branch-not-allowed',
      'gate-tag-elsewhere',
      'gate-tag-elsewhere',
    ]);
    await world.git('tag', 'v2.0.0');
    const tagged = await world.gate(['--tag', 'v2.0.0']);
    expect(signals(tagged.gated)).toEqual([
      'gate-commit-not-pushed',
      'gate-tag-missing',
      'gate-version-not-tag',
    ]);
  });

  it('obeys the configuration of the commit, and none that only lies there', async () => {
    world = await gateWorld(engine, { 'reprove.config.json': { gate: { branches: ['release/*'] } } });
    await world.write('reprove.config.json', '{ "gate": { "branches": [] } }');
    const { exitCode, gated } = await world.gate([], { REPROVE_CONFIG: '' });
    expect(exitCode).toBe(1);
    expect(signals(gated)).toEqual(['gate-tree-not-clean', 'gate-branch-not-allowed']);
  });

  it('names secrets and files that were packed by accident', async () => {
    const files = {
      '.env.production': 'TOKEN=1\n',
      'settings.js': `exports.token = 'npm_${'aB3dE6gH9j'.repeat(3)}KlMnOp';\n`,
    };
    world = await gateWorld(engine, {
      ...files,
      'package.json': builtPackage.manifest('https://git.example/team/other', {
        files: undefined,
        version: '1.2.3',
      }),
      '.npmignore': 'source\n',
    });
    const { exitCode, gated } = await world.gate([]);
    expect(exitCode).toBe(1);
    const found = gated?.packages[0]?.findings.map(({ signal, path }) => [signal, path]);
    expect(found).toContainEqual(['gate-file-by-accident', '.env.production']);
    expect(found).toContainEqual(['gate-secret-in-file', 'settings.js']);
    expect(found).toContainEqual(['gate-repository-differs', 'package.json']);
    expect(JSON.stringify(gated?.packages[0]?.findings)).not.toContain('aB3dE6gH9j');
  });

  it('gates from a shallow clone, and says what that can’t tell', async () => {
    world = await gateWorld(engine);
    await world.repository.commit({ 'README.md': '# later\n' });
    const shallow = join(world.cli.folder, 'shallow');
    await execa('git', [
      'clone',
      '--quiet',
      '--depth',
      '1',
      '--branch',
      'v1.2.3',
      `${world.address}/`,
      shallow,
    ]);
    await execa('git', ['-C', shallow, 'remote', 'set-url', 'origin', world.address]);
    const { exitCode, stdout, stderr } = await world.cli.run(
      ['gate', '--json', '--sandbox', engine, '--branch', 'main'],
      {},
      shallow,
    );
    expect([stderr.match(/^error/m), exitCode]).toEqual([null, 1]);
    const gated = JSON.parse(stdout) as GateResult;
    expect(gated).toMatchObject({
      shallow: true,
      packages: [{ result: { verdict: { kind: 'reproduced' } } }],
    });
    expect(gated.notes).toEqual([expect.stringMatching(/^the clone is shallow: .*fetch-depth: 0/)]);
    expect(gated.packages[0]?.findings).toMatchObject([
      {
        signal: 'gate-branch-not-allowed',
        message: expect.stringMatching(/the clone is shallow and may not know/),
      },
    ]);
  });

  it('gates what of a workspace is not published yet, in one call', async () => {
    const member = (name: string, address: string) => ({
      [`packages/${name}/package.json`]: {
        name: `tiny-${name}`,
        version: '1.0.0',
        main: 'index.js',
        repository: { url: address, directory: `packages/${name}` },
      },
      [`packages/${name}/index.js`]: `module.exports = '${name}';\n`,
    });
    const address = 'https://git.example/team/workspace';
    world = await gateWorld(engine, {
      'package.json': { name: 'root', private: true, workspaces: ['packages/*'] },
      'package-lock.json': {
        name: 'root',
        lockfileVersion: 3,
        packages: {
          '': { name: 'root', workspaces: ['packages/*'] },
          'packages/one': {},
          'packages/two': {},
          'packages/three': {},
        },
      },
      'reprove.config.json': {
        gate: { tag: 'optional' },
        policy: { signals: [{ signal: 'gate-repository-differs', severity: 'info', reason: 'a test' }] },
      },
      ...member('one', address),
      ...member('two', address),
      ...member('three', address),
    });
    world.registry.serve({
      name: 'tiny-one',
      versions: [
        {
          version: '1.0.0',
          tarball: npmTarball({ 'package.json': '{ "name": "tiny-one", "version": "1.0.0" }' }),
        },
      ],
    });
    const { exitCode, stderr, gated } = await world.gate([], { REPROVE_CONFIG: '' });
    expect([exitCode, exitCode === 0 ? '' : stderr]).toEqual([0, '']);
    expect(gated?.packages.map(({ name, result }) => [name, result?.verdict.kind])).toEqual([
      ['tiny-three', 'reproduced'],
      ['tiny-two', 'reproduced'],
    ]);
  });

  it('shows on GitHub what stopped a release', async () => {
    world = await gateWorld(engine);
    await world.git('tag', '-d', 'v1.2.3');
    await world.repository.ref('refs/tags/v1.2.3', null);
    const summary = join(world.cli.folder, 'summary.md');
    const { stderr } = await world.gate([], { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary });
    expect(stderr).toMatch(/^::error title=Version has no tag::there is no tag of tiny-built 1\.2\.3/m);
    expect(await readFile(summary, 'utf8')).toMatch(/^## ✖ gate closed: `tiny-built 1\.2\.3`/);
  });
});

describe('reprove gate, of what can not be gated', () => {
  it('says in one line what is wrong', async () => {
    const world = await gateWorld('bubblewrap');
    const outside = await world.cli.run(['gate'], {}, '/');
    expect([outside.exitCode, outside.stderr]).toEqual([
      2,
      expect.stringMatching(/^error: \/ lies in no git checkout/),
    ]);
    const nothing = await world.gate(['--published']);
    expect([nothing.exitCode, nothing.stderr]).toEqual([
      2,
      expect.stringMatching(/^error: --published needs the record/),
    ]);
    const staged = await world.gate(['--staged', '../x']);
    expect([staged.exitCode, staged.stderr]).toEqual([
      2,
      expect.stringMatching(/is no id of a staged package/),
    ]);
    await world.write('package.json', JSON.stringify({ private: true }));
    const own = await world.gate([]);
    expect([own.exitCode, own.stderr]).toEqual([2, expect.stringMatching(/its package.json is private/)]);
    await world.remove();
  });
});
