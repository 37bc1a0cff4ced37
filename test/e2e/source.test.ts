import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CliWorld, cliWorld } from '../support/cli.js';
import { gitRepository } from '../support/git-repository.js';
import { registry } from '../support/registry.js';
import { npmTarball } from '../support/tarball.js';

const address = 'https://git.example/team/plain';
const manifest = {
  name: 'plain',
  version: '2.0.0',
  main: 'index.js',
  license: 'MIT',
  repository: `${address}.git`,
};
const files = {
  'package.json': `${JSON.stringify(manifest, null, 2)}\n`,
  'index.js': 'module.exports = () => 42;\n',
  'README.md': '# plain\n',
};

describe('verify by source alone', () => {
  let world: CliWorld;
  let repository: Awaited<ReturnType<typeof gitRepository>>;
  let local: Awaited<ReturnType<typeof registry>>;
  let commit: string;

  const release = (version: string, changed: Record<string, string | Buffer | null> = {}) => {
    const all = { ...files, 'package.json': files['package.json'].replace('2.0.0', version), ...changed };
    return {
      version,
      tarball: npmTarball(
        Object.fromEntries(Object.entries(all).filter(([, content]) => content !== null)) as Record<
          string,
          string
        >,
      ),
    };
  };

  beforeAll(async () => {
    repository = await gitRepository();
    commit = await repository.commit(files);
    await repository.tag('v2.0.0');
    await repository.commit({ 'package.json': files['package.json'].replace('2.0.0', '2.0.1') });
    await repository.tag('v2.0.1');
    await repository.commit({ 'package.json': files['package.json'].replace('2.0.0', '2.0.2') });
    await repository.tag('v2.0.2');
    local = await registry({
      packages: [
        {
          name: 'plain',
          versions: [
            release('2.0.0'),
            release('2.0.1', { 'index.js': 'module.exports = () => 43;\n' }),
            release('2.0.2', { 'index.js': files['index.js'].replaceAll('\n', '\r\n') }),
            release('2.0.3'),
          ],
        },
      ],
    });
    world = await cliWorld(local.env);
    await world.configure({ sourceMirrors: [{ from: address, to: repository.path }] });
  });

  afterAll(async () => {
    await world?.remove();
    await local?.close();
    await repository?.remove();
  });

  it('is reproduced when every file is in the tagged tree', async () => {
    const { exitCode, result } = await world.run(['verify', 'plain@2.0.0', '--json', '--no-rebuild']);
    expect(result.verdict).toMatchObject({ kind: 'reproduced', level: 'content-identical' });
    expect(result.source).toMatchObject({ commit, ref: 'v2.0.0', directory: '' });
    expect(result.comparison!.entries.map((entry) => [entry.path, entry.evidence.kind])).toEqual([
      ['README.md', 'source'],
      ['index.js', 'source'],
      ['package.json', 'source'],
    ]);
    expect(exitCode).toBe(0);
  });

  it('differs when one character of a source file differs, and shows it', async () => {
    const { exitCode, result } = await world.run(['verify', 'plain@2.0.1', '--json', '--no-rebuild']);
    expect(['differs', 'suspicious']).toContain(result.verdict.kind);
    expect(result.verdict.unexplained.map(({ path }) => path)).toEqual(['index.js']);
    const lines = result.comparison!.entries.find(({ path }) => path === 'index.js')!.difference!.lines;
    expect(lines).toContainEqual({ sign: '+', text: 'module.exports = () => 43;' });
    expect(exitCode).toBe(1);
  });

  it('names the normalizer that line endings needed, and the lower level', async () => {
    const { exitCode, result } = await world.run(['verify', 'plain@2.0.2', '--json', '--no-rebuild']);
    expect(result.verdict).toMatchObject({ kind: 'reproduced', level: 'equivalent' });
    const evidence = result.comparison!.entries.find(({ path }) => path === 'index.js')!.evidence;
    expect(evidence.kind === 'equivalent' && evidence.normalizations.map(({ name }) => name)).toEqual([
      'line-endings',
    ]);
    expect(exitCode).toBe(0);
  });

  it('says what it compared in a report a person reads', async () => {
    const { stdout, exitCode } = await world.run(['verify', 'plain@2.0.0', '--no-rebuild']);
    expect(stdout.split('\n')[0]).toMatch(/plain.*2\.0\.0.*reproduced|reproduced.*plain.*2\.0\.0/i);
    expect(stdout).toContain(commit.slice(0, 7));
    expect(stdout).toContain('v2.0.0');
    expect(exitCode).toBe(0);
  });

  it('verifies several releases in one call and takes the worst exit code', async () => {
    const { stdout, exitCode } = await world.run([
      'verify',
      'plain@2.0.0',
      'plain@2.0.1',
      '--json',
      '--no-rebuild',
    ]);
    const kinds = (JSON.parse(stdout) as { verdict: { kind: string } }[]).map(({ verdict }) => verdict.kind);
    expect(kinds[0]).toBe('reproduced');
    expect(['differs', 'suspicious']).toContain(kinds[1]);
    expect(exitCode).toBe(1);
  });

  it('verifies offline what it has seen before', async () => {
    await world.run(['verify', 'plain@2.0.0', '--json', '--no-rebuild']);
    const asked = local.requests.length;
    const { result } = await world.run(['verify', 'plain@2.0.0', '--json', '--no-rebuild', '--offline']);
    expect(result.verdict.kind).toBe('reproduced');
    expect(local.requests.length).toBe(asked);
  });
});
