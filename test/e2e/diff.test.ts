import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DiffResult, diffSchema } from '../../src/diff/result.js';
import { type CliWorld, cliWorld } from '../support/cli.js';
import { registry } from '../support/registry.js';
import { npmTarball } from '../support/tarball.js';

const manifest = (version: string) =>
  `${JSON.stringify({ name: 'tiny', version, main: 'index.js' }, null, 2)}\n`;
const files = (version: string, code: string) => ({ 'package.json': manifest(version), 'index.js': code });
const versions = [
  { version: '1.0.0', tarball: npmTarball(files('1.0.0', 'module.exports = 1;\n')) },
  { version: '1.0.1', tarball: npmTarball({ ...files('1.0.1', 'module.exports = 2;\n'), 'new.js': '3;\n' }) },
];

describe('reprove diff', () => {
  let world: CliWorld;
  let local: Awaited<ReturnType<typeof registry>>;
  const place = (name: string) => join(world.folder, name);
  const diff = async (...args: string[]) => {
    const { exitCode, stdout, stderr } = await world.run(['diff', ...args]);
    const result = stdout.startsWith('{') ? (JSON.parse(stdout) as DiffResult) : null;
    return { exitCode, stdout, stderr, result };
  };

  beforeAll(async () => {
    local = await registry({ packages: [{ name: 'tiny', versions }] });
    world = await cliWorld(local.env);
    const [{ tarball }] = versions as [(typeof versions)[0]];
    await writeFile(place('same.tgz'), tarball);
    await writeFile(place('packed.tgz'), gzipSync(gunzipSync(tarball), { level: 1 }));
    await writeFile(place('cut.tgz'), tarball.subarray(0, 60));
    await mkdir(place('folder'));
    for (const [name, content] of Object.entries(files('1.0.0', 'module.exports = 1\n')))
      await writeFile(place(`folder/${name}`), content, { mode: 0o644 });
  });

  afterAll(async () => {
    await world?.remove();
    await local?.close();
  });

  it('two releases: exit 1, with what changed', async () => {
    const { exitCode, stdout } = await diff('tiny@1.0.0', 'tiny@1.0.1');
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^✖ different: tiny@1\.0\.0 → tiny@1\.0\.1\n/);
    expect(stdout).toContain('- module.exports = 1;');
    expect(stdout).toContain('+ module.exports = 2;');
    expect(stdout).toMatch(/Only in b \(1 file\)\n {2}new\.js/);
  });

  it('a release and the same tarball: exit 0, bit-identical', async () => {
    const { exitCode, result } = await diff('tiny@1.0.0', './same.tgz', '--json');
    expect(diffSchema.safeParse(result).success).toBe(true);
    expect({ exitCode, level: result!.level }).toEqual({ exitCode: 0, level: 'bit-identical' });
    expect([result!.a.purl, result!.b.purl]).toEqual(['pkg:npm/tiny@1.0.0', null]);
  });

  it('another compression: exit 0, tar-identical', async () => {
    const { exitCode, result } = await diff('same.tgz', 'packed.tgz', '--json');
    expect({ exitCode, level: result!.level }).toEqual({ exitCode: 0, level: 'tar-identical' });
  });

  it('a folder with another layout of the code: exit 0, equivalent, named', async () => {
    const { exitCode, result } = await diff('./folder', 'tiny@1.0.0', '--json');
    expect({ exitCode, level: result!.level }).toEqual({ exitCode: 0, level: 'equivalent' });
    expect(result!.entries[0]!.normalizations).toMatchObject([{ name: 'script-layout' }]);
  });

  it.each([
    [3, './cut.tgz', /cut\.tgz: The archive is not readable/],
    [2, './absent.tgz', /does not exist/],
    [2, 'nobody-has-this', /nobody-has-this/],
    [2, 'tiny@9.9.9', /1\.0\.0/],
    [2, 'team/tiny', /git repository/],
  ])('exit %i for %s, with one line that says why', async (code, spec, message) => {
    for (const specs of [
      ['tiny@1.0.0', spec],
      [spec, 'tiny@1.0.0'],
    ]) {
      const { exitCode, stdout, stderr } = await diff(...specs);
      expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: '' });
      expect(stderr).toMatch(message);
      expect(stderr).not.toMatch(/\n\s+at /);
    }
  });

  it('asks nobody for files', async () => {
    const before = local.requests.length;
    await diff('./same.tgz', './folder');
    expect(local.requests.length).toBe(before);
  });

  it('with --offline what is not cached is an error of this machine', async () => {
    const { exitCode } = await diff('tiny@1.0.0', 'tiny@1.0.1', '--offline', '--cache', place('empty'));
    expect(exitCode).toBe(4);
  });
});
