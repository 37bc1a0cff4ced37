import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtFiles } from '../support/built-package.js';
import { type BuiltWorld, builtWorld } from '../support/built-world.js';
import { type Engine, sandboxEngines } from '../support/sandbox-engines.js';
import { npmTarball, tarball } from '../support/tarball.js';

const engines = await sandboxEngines();

describe.each(engines.usable)('verify by rebuild in %s', (engine: Engine) => {
  let built: BuiltWorld;
  let world: BuiltWorld['world'];
  let origin: BuiltWorld['origin'];
  const verify = (spec: string, ...args: string[]) =>
    world.run(['verify', spec, '--json', '--sandbox', engine, ...args]);

  beforeAll(async () => {
    built = await builtWorld();
    ({ world, origin } = built);
  });

  afterAll(() => built?.remove());

  it('is reproduced when the build makes the same bytes', { timeout: 240_000 }, async () => {
    const { exitCode, result, stderr } = await verify('tiny-built');
    expect(result.verdict, stderr).toMatchObject({ kind: 'reproduced', level: 'content-identical' });
    const evidence = Object.fromEntries(
      result.comparison!.entries.map((entry) => [entry.path, entry.evidence.kind]),
    );
    expect(evidence).toEqual({
      'README.md': 'source',
      'lib/add.js': 'rebuild',
      'lib/index.js': 'rebuild',
      'package.json': 'source',
    });
    expect(result.rebuilds[0]).toMatchObject({ outcome: 'packed', failure: null });
    expect(result.rebuilds[0]!.engine).toContain(engine);
    expect(result.rebuilds[0]!.toolMaterials.map(({ name }) => name)).toContain('npm');
    expect(exitCode).toBe(0);
  });

  it('is never reproduced without the rebuild that its files need', async () => {
    const { exitCode, result } = await verify('tiny-built', '--no-rebuild');
    expect(result.verdict.kind).toBe('inconclusive');
    expect(exitCode).toBe(3);
  });

  it('leaves plan, logs and both trees where --keep says', { timeout: 120_000 }, async () => {
    const kept = join(world.folder, 'kept');
    await verify('tiny-built', '--keep', kept);
    const release = join(kept, 'tiny-built-1.2.3');
    expect(await readFile(join(release, 'release/lib/add.js'), 'utf8')).toContain('module.exports');
    expect(await readFile(join(release, 'rebuild-1/tree/lib/add.js'), 'utf8')).toContain('module.exports');
    expect(JSON.parse(await readFile(join(release, 'rebuild-1/plan.json'), 'utf8')).ecosystem).toBe('npm');
    expect(existsSync(join(release, 'rebuild-1/logs'))).toBe(true);
  });

  const honest = () => builtFiles(origin.manifest);
  const members = () =>
    Object.entries(honest()).map(([path, content]) => ({ path: `package/${path}`, content }));
  const withManifest = (edit: object) => ({
    ...honest(),
    'package.json': `${JSON.stringify({ ...origin.manifest, ...edit }, null, 2)}\n`,
  });
  const tamperings: [string, () => Buffer, string[], string[]][] = [
    [
      'a new file run by a postinstall script',
      () =>
        npmTarball({
          ...withManifest({ scripts: { ...origin.manifest.scripts, postinstall: 'node setup.js' } }),
          'setup.js': 'console.log(1);\n',
        }),
      ['package.json', 'setup.js'],
      ['suspicious'],
    ],
    [
      'one token changed in a built file',
      () => npmTarball({ ...honest(), 'lib/add.js': honest()['lib/add.js']!.replace('a + b', 'a - b') }),
      ['lib/add.js'],
      ['differs', 'suspicious'],
    ],
    [
      'a dependency added in package.json only',
      () => npmTarball(withManifest({ dependencies: { 'plain-crypto': '^1.0.0' } })),
      ['package.json'],
      ['suspicious'],
    ],
    [
      'an index.js twice in the archive',
      () =>
        tarball([
          ...members(),
          { path: 'package/index.js', content: 'module.exports = 1;\n' },
          { path: 'package/index.js', content: 'module.exports = 2;\n' },
        ]),
      ['index.js'],
      ['differs', 'suspicious'],
    ],
    [
      'an entry point overwritten from a second top-level folder',
      () => tarball([...members(), { path: 'zz/lib/index.js', content: 'module.exports = 3;\n' }]),
      ['lib/index.js'],
      ['differs', 'suspicious'],
    ],
    [
      'an entry point overwritten from a second top-level folder, and back again by the honest bytes',
      () => tarball([{ path: 'zz/lib/index.js', content: 'module.exports = 3;\n' }, ...members()]),
      ['lib/index.js'],
      ['differs', 'suspicious'],
    ],
  ];

  it.each(tamperings)(
    'flags %s, and names exactly that',
    { timeout: 120_000 },
    async (_, make, paths, kinds) => {
      const path = join(world.folder, 'tampered.tgz');
      await writeFile(path, make());
      const { exitCode, result } = await verify(path);
      expect(kinds).toContain(result.verdict.kind);
      const odd = result.archive.oddities.filter(({ overwrites }) => overwrites).map((oddity) => oddity.path);
      const named = new Set([...result.verdict.unexplained.map((entry) => entry.path), ...odd]);
      expect([...named].sort()).toEqual(paths);
      expect(exitCode).toBe(1);
    },
  );

  it('prints a plan that a person could run by hand', { timeout: 60_000 }, async () => {
    const { stdout, exitCode } = await world.run(['plan', 'tiny-built', '--shell']);
    expect(stdout).toMatch(/^#!\/bin\/sh/);
    expect(stdout).toContain('npm ci');
    expect(stdout).toContain('npm pack');
    expect(exitCode).toBe(0);
  });
});

describe.each(engines.unusable)('%s', (name, reason) => {
  it.skip(`REBUILDS NOT TESTED IN ${name}: ${reason}`);
});
