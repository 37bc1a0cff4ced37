import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtFiles, builtPackage, builtRepository } from '../support/built-package.js';
import { type CliWorld, cliWorld } from '../support/cli.js';
import { type GitRepository, gitRepository, submodule } from '../support/git-repository.js';
import { registry } from '../support/registry.js';
import { type Engine, sandboxEngines } from '../support/sandbox-engines.js';
import { npmTarball } from '../support/tarball.js';

const engines = await sandboxEngines();

describe.each(engines.usable)('a source file in a submodule in %s', (engine: Engine) => {
  let part: GitRepository;
  let commit: string;
  let origin: Awaited<ReturnType<typeof builtRepository>>;
  let local: Awaited<ReturnType<typeof registry>>;
  let world: CliWorld;

  beforeAll(async () => {
    part = await gitRepository();
    commit = await part.commit({
      'index.js': builtPackage.source['index.js'],
      'add.js': builtPackage.source['add.js'],
      NOTICE: 'A notice\n',
    });
    await part.commit({ 'add.js': 'module.exports = 0;\n' });
    origin = await builtRepository({
      manifest: { files: ['lib', 'source/NOTICE'] },
      files: {
        '.gitmodules': '[submodule "source"]\n\tpath = source\n\turl = ../part.git\n',
        'build.js': builtPackage.build.replace(
          ".readdirSync('source')",
          "$&.filter((n) => n.endsWith('.js'))",
        ),
      },
    });
    await origin.repository.commit({
      'source/index.js': null,
      'source/add.js': null,
      source: submodule(commit),
    });
    await origin.repository.tag('v1.2.3');
    const { name, version } = builtPackage;
    const tarball = npmTarball({ ...builtFiles(origin.manifest), 'source/NOTICE': 'A notice\n' });
    local = await registry({ packages: [{ name, versions: [{ version, tarball }] }], fallthrough: true });
    world = await cliWorld(local.env);
  });
  afterAll(async () => {
    await world?.remove();
    await local?.close();
    for (const repository of [part, origin?.repository]) await repository?.remove();
  });

  const verify = async (mirrored: boolean) => {
    await world.configure({
      sourceMirrors: [
        { from: origin.address, to: origin.repository.path },
        ...(mirrored ? [{ from: 'https://git.example/team/part', to: part.path }] : []),
      ],
    });
    return world.run(['verify', 'tiny-built', '--json', '--sandbox', engine]);
  };

  it('is compared and built at the recorded commit, and named', { timeout: 240_000 }, async () => {
    const { result, stderr } = await verify(true);
    expect(result.verdict, stderr).toMatchObject({ kind: 'reproduced' });
    const evidence = Object.fromEntries(
      result.comparison!.entries.map((entry) => [entry.path, entry.evidence]),
    );
    expect(evidence['lib/add.js']).toMatchObject({ kind: 'rebuild' });
    expect(evidence['source/NOTICE']).toMatchObject({
      kind: 'source',
      via: `submodule source at ${commit} of https://git.example/team/part`,
    });
  });

  it('is named when it can not be had, and nothing is reproduced', { timeout: 240_000 }, async () => {
    const { result } = await verify(false);
    expect(result.verdict.kind).toBe('inconclusive');
    expect(result.sourceNotes).toContainEqual({
      kind: 'submodule-not-read',
      detail: expect.stringContaining(`source at ${commit}`),
    });
  });
});

describe.each(engines.unusable)('%s', (name, reason) => {
  it.skip(`SUBMODULES NOT TESTED IN ${name}: ${reason}`);
});
