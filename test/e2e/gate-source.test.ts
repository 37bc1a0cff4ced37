import { execFile } from 'node:child_process';
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { GateResult } from '../../src/gate/schema.js';
import { bootstrapped, noAutotools } from '../support/autotools.js';
import { type CliWorld, cliWorld } from '../support/cli.js';
import { executable, type GitRepository, gitRepository } from '../support/git-repository.js';
import { sourceTarball, toolSource } from '../support/source-release.js';
import { npmTarball, type TarEntry } from '../support/tarball.js';

const run = promisify(execFile);
const absent = await noAutotools();

type Files = Record<string, string | Buffer | Omit<TarEntry, 'path'>>;

/** The release as `make dist` packs it where nothing is made: the files of the tag. */
const packed: Files = {
  ...toolSource,
  'autogen.sh': { content: toolSource['autogen.sh'], mode: 0o755 },
  'tests/run.sh': { content: toolSource['tests/run.sh'], mode: 0o755 },
};

describe('gate of a source release', () => {
  let world: CliWorld;
  let repository: GitRepository;
  let checkout: string;
  const git = (...parameters: string[]) => run('git', ['-C', checkout, ...parameters]);

  /** Gates a tarball of some files in the checkout. */
  async function gate(
    files: Files,
    args: readonly string[] = [],
    name = 'tool-1.2.3.tar.xz',
  ): Promise<{ exitCode: number; stderr: string; gated: GateResult }> {
    await writeFile(join(world.folder, name), sourceTarball(files));
    const ran = await world.run(['gate', join('..', name), '--json', '--offline', ...args], {}, checkout);
    if (!ran.stdout.startsWith('{')) throw new Error(ran.stderr);
    return { ...ran, gated: JSON.parse(ran.stdout) };
  }
  const signals = ({ packages: [one] }: GateResult) => one!.findings.map(({ signal }) => signal);

  beforeAll(async () => {
    world = await cliWorld({});
    repository = await gitRepository();
    await repository.commit({
      ...toolSource,
      'autogen.sh': executable(toolSource['autogen.sh']),
      'tests/run.sh': executable(toolSource['tests/run.sh']),
    });
    await repository.tag('R_1_2_3');
  });
  beforeEach(async () => {
    checkout = join(world.folder, 'checkout');
    await rm(checkout, { recursive: true, force: true });
    await run('git', ['clone', '--quiet', repository.path, checkout]);
  });
  afterAll(async () => {
    await world?.remove();
    await repository?.remove();
  });

  /** Nothing is asked of a remote. */
  const pushed = ['--before-push'];

  it('lets what comes of the commit pass, with a tag in a form of its own, and leaves its record', async () => {
    // What make dist leaves in the work tree, and git does not know, is no finding.
    await writeFile(join(checkout, 'configure'), '#!/bin/sh\n');
    const { exitCode, gated } = await gate(packed, [...pushed, '--output', 'gated']);
    expect(signals(gated)).toEqual([]);
    expect(gated.packages[0]).toMatchObject({
      name: 'tool',
      version: '1.2.3',
      tag: 'R_1_2_3',
      tarball: 'tool-1.2.3.tar.xz',
      result: { verdict: { kind: 'reproduced' }, release: { ecosystem: 'autotools' } },
    });
    expect(exitCode).toBe(0);
    const after = await world.run(['gate', '--published', '--output', 'gated'], {}, checkout);
    expect([after.exitCode, after.stderr]).toEqual([
      2,
      expect.stringMatching(/tool 1\.2\.3 is a source release/),
    ]);
  });

  it.each<[string, Files, string]>([
    ['a changed source', { ...packed, 'src/tool.c': 'int main(void) { return 1; }\n' }, 'src/tool.c'],
    ['a planted file', { ...packed, 'src/extra.c': 'int extra;\n' }, 'src/extra.c'],
    ['a planted macro', { ...packed, 'm4/extra.m4': 'AC_DEFUN([EXTRA], [eval x])\n' }, 'm4/extra.m4'],
    ['other test data', { ...packed, 'tests/data.bin': 'other test data\n' }, 'tests/data.bin'],
  ])('stops %s, and names it', async (_, files, path) => {
    const { exitCode, gated } = await gate(files, pushed);
    expect(exitCode).toBe(1);
    expect(gated.packages[0]!.result!.verdict.unexplained.map((one) => one.path)).toEqual([path]);
    expect(gated.packages[0]!.reasons).not.toEqual([]);
  });

  it('stops a release of a work tree that is not the commit, of an older tag, and without a tag', async () => {
    await writeFile(join(checkout, 'src/tool.c'), 'int main(void) { return 2; }\n');
    expect(signals((await gate(packed, pushed)).gated)).toEqual(['gate-tree-not-clean']);
    await git('-c', 'user.name=A', '-c', 'user.email=a@git.example', 'commit', '--quiet', '-am', 'Two');
    const after = await gate({ ...packed, 'src/tool.c': 'int main(void) { return 2; }\n' }, pushed);
    expect(signals(after.gated)).toEqual(['gate-tag-elsewhere']);
    expect(after.gated.packages[0]!.result!.verdict.kind).toBe('reproduced');
    expect(after.exitCode).toBe(1);
    await git('tag', '--delete', 'R_1_2_3');
    await git('tag', 'R_1_2_3-rc1');
    expect(signals((await gate(packed, pushed)).gated)).toEqual(['gate-tag-missing']);
  });

  it('tells a key that only the release has, and none that is in the repository', async () => {
    const key = { 'tests/id_rsa': 'a key for tests\n' };
    expect(signals((await gate({ ...packed, ...key }, pushed)).gated)).toEqual(['gate-file-by-accident']);
    await mkdir(join(checkout, 'tests'), { recursive: true });
    await writeFile(join(checkout, 'tests/id_rsa'), key['tests/id_rsa']);
    await git('add', '--all');
    await git('-c', 'user.name=A', '-c', 'user.email=a@git.example', 'commit', '--quiet', '-m', 'Key');
    await git('tag', '--force', 'R_1_2_3');
    expect(signals((await gate({ ...packed, ...key }, pushed)).gated)).toEqual([]);
  });

  it('says what it can not know offline, and what to name', async () => {
    expect(signals((await gate(packed)).gated)).toEqual(['gate-commit-not-pushed']);
    const nothing = await world.run(['gate', '--offline'], {}, checkout);
    expect([nothing.exitCode, nothing.stderr]).toEqual([2, expect.stringMatching(/such as make dist makes/)]);
    await copyFile(join(world.folder, 'tool-1.2.3.tar.xz'), join(world.folder, 'release.tar.xz'));
    const nameless = await world.run(['gate', '../release.tar.xz', '--offline'], {}, checkout);
    expect([nameless.exitCode, nameless.stderr]).toEqual([2, expect.stringMatching(/call it name-version/)]);
  });

  it('refuses what is of packages only, and packages beside source releases', async () => {
    await writeFile(join(world.folder, 'tool-1.2.3.tar.xz'), sourceTarball(packed));
    await writeFile(join(world.folder, 'tool-1.2.3.tar.gz'), sourceTarball(packed, { compression: 'gzip' }));
    await writeFile(join(world.folder, 'package.tar.gz'), npmTarball({ 'package.json': {} }));
    const source = '../tool-1.2.3.tar.xz';
    for (const [args, says] of [
      [[source, '../package.tar.gz'], /source releases and packages are not gated at once/],
      [['../package.tar.gz', source], /source releases and packages are not gated at once/],
      [[source, '--staged', 'id'], /--staged goes with neither a path/],
      [[source, '--published', '--output', 'gated'], /--published takes no path/],
      [[source, '--pack-only', '--output', 'gated'], /a tarball is packed already/],
      [['--pack-only', '--output', 'gated'], /such as make dist makes/],
    ] as const) {
      const ran = await world.run(['gate', '--offline', ...args], {}, checkout);
      expect([args, ran.exitCode, ran.stderr]).toEqual([args, 2, expect.stringMatching(says)]);
    }
    // Two of the same kind get further: to what is in them. One release may come in two compressions.
    const two = await world.run(
      ['gate', '--json', '--offline', ...pushed, source, '../tool-1.2.3.tar.gz'],
      {},
      checkout,
    );
    expect(JSON.parse(two.stdout).packages).toHaveLength(2);
  });

  if (absent !== null) it.skip(`THE GATE OF WHAT AUTOTOOLS MAKE WAS NOT TESTED: ${absent}`);

  it.skipIf(absent !== null)(
    'makes configure again, and stops one with another line',
    async () => {
      const made = await bootstrapped(toolSource);
      const files: Files = { ...made, ...packed };
      const { exitCode, gated } = await gate(files, pushed);
      expect(gated.packages[0]!.result!.verdict).toMatchObject({ kind: 'reproduced' });
      expect(exitCode).toBe(0);
      const configure = String(made.configure!.content).replace(
        'PACKAGE_VERSION=',
        'planted=yes\nPACKAGE_VERSION=',
      );
      const planted = await gate({ ...files, configure: { content: configure, mode: 0o755 } }, pushed);
      expect(planted.exitCode).toBe(1);
      expect(planted.gated.packages[0]!.result!.verdict.unexplained.map(({ path }) => path)).toEqual([
        'configure',
      ]);
    },
    120_000,
  );
});
