import { access, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Decision } from '../../src/policy/decision.js';
import type { Result } from '../../src/result.js';
import { type CliRun, type CliWorld, cliWorld } from '../support/cli.js';
import { gitRepository } from '../support/git-repository.js';
import { registry } from '../support/registry.js';
import { npmTarball } from '../support/tarball.js';

const address = 'https://git.example/team/evil';
const permissive = {
  rules: [{ packages: ['**'], verdicts: ['reproduced', 'inert', 'differs', 'inconclusive'] }],
};
const manifest = (version: string) =>
  `${JSON.stringify({ name: 'evil', version, main: 'index.js', repository: `${address}.git` }, null, 2)}\n`;
const payload = (version: string) =>
  `module.exports = 'only in the release ${version === '1.0.2' ? 'two' : 'one'}';\n`;
const terms = ['--reason', 'read it', '--by', 'ann', '--expires', '30d'];

describe('policies and waivers', () => {
  let world: CliWorld;
  let repository: Awaited<ReturnType<typeof gitRepository>>;
  let local: Awaited<ReturnType<typeof registry>>;
  let marker: string;
  let tarball: Buffer;
  /** What the release and its repository carry: a policy that lets them pass, and programs that leave a marker. */
  let planted: Record<string, string>;

  const mirrors = () => ({ sourceMirrors: [{ from: address, to: repository.path }] });
  const isRun = () =>
    access(marker).then(
      () => true,
      () => false,
    );
  const decisionOf = ({ result }: CliRun) => (result as Result & { decision: Decision }).decision;
  const verify = (spec: string, options: string[] = [], environment?: Record<string, string>, cwd?: string) =>
    world.run(['verify', spec, '--no-rebuild', '--json', ...options], environment, cwd);

  beforeAll(async () => {
    repository = await gitRepository();
    marker = join(await mkdtemp(join(tmpdir(), 'reprove-marker-')), 'marker');
    const program = `require('node:fs').writeFileSync(${JSON.stringify(marker)}, '');\nmodule.exports = {};\n`;
    planted = {
      'reprove.config.json': JSON.stringify({ ...mirrors(), policy: permissive }),
      'reprove.config.js': program,
      'reprove.config.ts': program,
    };
    const source = (version: string) => ({
      ...planted,
      'package.json': manifest(version),
      'index.js': "module.exports = require('./payload.js');\n",
      'payload.js': "module.exports = 'in the source';\n",
    });
    const versions = ['1.0.0', '1.0.1', '1.0.2'];
    for (const version of versions) {
      await repository.commit(source(version));
      await repository.tag(`v${version}`);
    }
    const packed = (version: string) => npmTarball({ ...source(version), 'payload.js': payload(version) });
    tarball = packed('1.0.0');
    local = await registry({
      packages: [
        { name: 'evil', versions: versions.map((version) => ({ version, tarball: packed(version) })) },
      ],
    });
    world = await cliWorld(local.env);
    await world.configure(mirrors());
  }, 120_000);
  afterEach(async () => {
    expect(await isRun()).toBe(false);
    await world.configure(mirrors());
  });
  afterAll(async () => {
    await rm(dirname(marker), { recursive: true, force: true });
    await world?.remove();
    await local?.close();
    await repository?.remove();
  });

  it('are not those that a release or its repository carries', async () => {
    const plain = await verify('evil@1.0.0', ['--keep', 'kept']);
    expect(plain.result.verdict.kind).toBe('differs');
    expect(plain.exitCode).toBe(1);
    await access(join(world.folder, 'kept/evil-1.0.0/release/reprove.config.js'));
    await writeFile(join(world.folder, 'evil.tgz'), tarball);
    expect((await verify('./evil.tgz')).exitCode).toBe(1);
    // The same in a rebuild, in which the repository's own programs may run.
    expect((await world.run(['verify', 'evil@1.0.0', '--json'])).exitCode).toBe(1);
  });

  it('are not those of a checkout or an unpacked release that one stands in, unless they are named', async () => {
    const clone = join(world.folder, 'clone');
    await execa('git', ['clone', '--quiet', repository.path, clone]);
    await execa('git', ['-C', clone, 'remote', 'set-url', 'origin', `${address}.git`]);
    const unpacked = join(world.folder, 'unpacked');
    await mkdir(unpacked);
    await writeFile(join(unpacked, 'package.json'), manifest('1.0.0'));
    for (const [name, content] of Object.entries(planted)) await writeFile(join(unpacked, name), content);
    for (const folder of [clone, unpacked]) {
      const found = await verify('evil@1.0.0', [], { REPROVE_CONFIG: '' }, folder);
      expect(found.exitCode).toBe(1);
      expect(found.stderr).toContain('is in a checkout of evil, and lets nothing of it pass');
      const named = await verify('evil@1.0.0', ['--config', 'reprove.config.json'], {}, folder);
      expect(named.exitCode).toBe(0);
      expect(named.result.verdict.kind).toBe('differs');
      await writeFile(
        join(folder, 'reprove.config.json'),
        JSON.stringify({ ...mirrors(), policy: { rules: [{ packages: ['**'], minimumAgeDays: 3_000 }] } }),
      );
      const stricter = await verify('evil@1.0.0', [], { REPROVE_CONFIG: '' }, folder);
      expect(decisionOf(stricter).reasons).toContainEqual(
        expect.objectContaining({ rule: 'policy.rules[0].minimumAgeDays', passes: false }),
      );
      await rm(join(folder, 'reprove.config.json'));
      const program = await verify('evil@1.0.0', [], { REPROVE_CONFIG: '' }, folder);
      expect(program).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('E_CONFIG_PROGRAM') });
      expect(await isRun()).toBe(false);
      // It would leave its marker, if it were run.
      await verify('evil@1.0.0', ['--config', 'reprove.config.js'], {}, folder);
      expect(await isRun()).toBe(true);
      await rm(marker);
    }
    const installed = join(world.folder, 'node_modules/evil');
    await cp(unpacked, installed, { recursive: true });
    expect((await verify('evil@1.0.0', ['--config', join(installed, 'reprove.config.js')])).exitCode).toBe(2);
  });

  it('waive what was looked at, until its bytes change', async () => {
    const seen = await world.run([
      'verify',
      'evil@1.0.0',
      '--no-rebuild',
      '--json',
      '--output',
      'result.json',
    ]);
    expect(seen.exitCode).toBe(1);
    const waived = await world.run(['waive', 'result.json', '--all', '--range', '^1.0.0', ...terms]);
    expect(waived).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('wrote a waiver') });
    const configured = JSON.parse(await readFile(join(world.folder, 'reprove.config.json'), 'utf8'));
    expect(configured).toMatchObject({
      ...mirrors(),
      waivers: [{ release: 'evil@^1.0.0', path: 'payload.js' }],
    });

    const same = await verify('evil@1.0.1');
    expect(same.result.verdict.kind).toBe('differs');
    expect(decisionOf(same)).toMatchObject({
      exitCode: 0,
      waived: [{ by: 'ann' }],
    });
    const changed = await verify('evil@1.0.2');
    expect(changed.exitCode).toBe(1);
    expect(decisionOf(changed)).toMatchObject({
      waived: [],
      idle: [{ waiver: 'waivers[0]', state: 'unused' }],
    });

    await world.configure({ ...configured, waivers: [{ ...configured.waivers[0], expires: '2026-01-01' }] });
    const expired = await world.run(['verify', 'evil@1.0.0', '--no-rebuild']);
    expect(expired.exitCode).toBe(1);
    expect(expired.stdout).toContain('waivers[0] is expired: expired on 2026-01-01: read it');
  });

  it('decide the exit code, and leave the verdict', async () => {
    await world.configure({ ...mirrors(), policy: permissive });
    const passed = await verify('evil@1.0.0');
    expect(passed.exitCode).toBe(0);
    expect(passed.result.verdict.kind).toBe('differs');
    await world.configure({
      ...mirrors(),
      policy: {
        rules: [{ packages: ['evil'], minimumAgeDays: 3_000, provenance: 'required' }, ...permissive.rules],
      },
    });
    const failed = await verify('evil@1.0.0');
    expect(failed.exitCode).toBe(1);
    expect(decisionOf(failed).reasons.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['policy.rules[0].provenance', 'policy.rules[1].verdicts']),
    );
  });

  it('hold a batch to them', async () => {
    const list = join(world.folder, 'list.txt');
    await writeFile(list, 'evil@1.0.0\n');
    const batch = () =>
      world.run(['batch', 'list.txt', '--no-rebuild', '--json', '--strict'], {
        REPROVE_STATE: join(world.folder, 'state'),
      });
    expect((await batch()).exitCode).toBe(1);
    await world.run(['waive', 'evil@1.0.0', '--all', ...terms], {
      REPROVE_STATE: join(world.folder, 'state'),
    });
    const passed = await batch();
    expect({ exitCode: passed.exitCode, told: JSON.parse(passed.stdout) }).toMatchObject({
      exitCode: 0,
      told: { verdicts: { differs: 1 }, policy: { waived: 1, failing: [], idle: [] } },
    });
  }, 120_000);

  it('may be a program of the user, who names it', async () => {
    await writeFile(
      join(world.folder, 'mine.ts'),
      `import { defineConfig } from 'reprove';\nexport default defineConfig(${JSON.stringify({ ...mirrors(), policy: permissive })} as const);\n`,
    );
    expect((await verify('evil@1.0.0', ['--config', 'mine.ts'])).exitCode).toBe(0);
  });
});
