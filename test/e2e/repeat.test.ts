import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { RepeatResult } from '../../src/repeat/schema.js';
import type { Result } from '../../src/result.js';
import { builtPackage } from '../support/built-package.js';
import { type BuiltWorld, builtWorld } from '../support/built-world.js';
import { type CliWorld, cliWorld } from '../support/cli.js';
import { type Engine, sandboxEngines } from '../support/sandbox-engines.js';
import { npmTarball } from '../support/tarball.js';

const engines = await sandboxEngines();
const dependency = (content: string) =>
  npmTarball({ 'package.json': { name: 'tiny-dep', version: '1.0.0' }, 'index.js': content });
const integrityOf = (tarball: Buffer) => `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
const first = dependency('module.exports = 1;\n');

/** A package that is built with a dependency of the local registry. */
const world = (build: string = builtPackage.build) => {
  const devDependencies = { 'tiny-dep': '^1.0.0' };
  return builtWorld({
    manifest: { devDependencies },
    files: {
      'build.js': build,
      'package-lock.json': {
        name: builtPackage.name,
        version: builtPackage.version,
        lockfileVersion: 3,
        requires: true,
        packages: {
          '': { name: builtPackage.name, version: builtPackage.version, license: 'MIT', devDependencies },
          'node_modules/tiny-dep': { version: '1.0.0', integrity: integrityOf(first), dev: true },
        },
      },
    },
    packages: [{ name: 'tiny-dep', versions: [{ version: '1.0.0', tarball: first }] }],
  });
};

/** What of a result says when, and how long, and how loudly. */
const timeless = (result: Result): unknown =>
  JSON.parse(
    JSON.stringify(result, (key, value) =>
      [
        'verifiedAt',
        'decidedAt',
        'seconds',
        'wallSeconds',
        'peakMemoryBytes',
        'logBytes',
        'lastLines',
        'reusedFrom',
      ].includes(key)
        ? null
        : value,
    ),
  );

// One is enough: what differs between engines has tests of its own.
describe.each(engines.usable.slice(0, 1))('repeating in %s', { timeout: 600_000 }, (engine: Engine) => {
  let built: BuiltWorld;
  const others: CliWorld[] = [];

  const verify = (on: CliWorld, ...args: string[]) =>
    on.run(['verify', 'tiny-built', '--json', '--sandbox', engine, '-o', 'result.json', ...args]);
  const repeat = async (on: CliWorld) => {
    const { exitCode, stdout, stderr } = await on.run([
      'repeat',
      'result.json',
      '--json',
      '--sandbox',
      engine,
    ]);
    if (!stdout.startsWith('{')) throw new Error(stderr);
    return { exitCode, repeated: JSON.parse(stdout) as RepeatResult };
  };
  /** Another machine, with nothing cached, that has the result. */
  const machine = async (): Promise<CliWorld> => {
    const other = await cliWorld(built.local.env);
    others.push(other);
    const { address, repository } = built.origin;
    await other.configure({ sourceMirrors: [{ from: address, to: repository.path }] });
    await writeFile(
      join(other.folder, 'result.json'),
      await readFile(join(built.world.folder, 'result.json')),
    );
    return other;
  };

  afterEach(async () => {
    for (const other of others.splice(0)) await other.remove();
    await built.remove();
  });

  it('comes out the same elsewhere, and so does a verification', async () => {
    built = await world();
    expect((await verify(built.world)).exitCode).toBe(0);
    const result: Result = JSON.parse(await readFile(join(built.world.folder, 'result.json'), 'utf8'));
    expect(result.rebuilds[0]!.materials.map(({ name }) => name)).toEqual(['tiny-dep']);

    const other = await machine();
    const here = await repeat(other);
    expect(here.repeated).toMatchObject({
      outcome: 'same',
      changes: [],
      rebuilds: [{ same: 'tarball', plan: result.rebuilds[0]!.plan.digest }],
    });
    expect(here.exitCode).toBe(0);

    await verify(other, '--fresh');
    const again: Result = JSON.parse(await readFile(join(other.folder, 'result.json'), 'utf8'));
    expect(timeless(again)).toEqual(timeless(result));
  });

  it('is in a changed world when a package has other bytes, or the commit is gone', async () => {
    built = await world();
    expect((await verify(built.world)).exitCode).toBe(0);
    const result: Result = JSON.parse(await readFile(join(built.world.folder, 'result.json'), 'utf8'));
    const second = dependency('module.exports = 2;\n');
    built.local.serve({ name: 'tiny-dep', versions: [{ version: '1.0.0', tarball: second }] });
    const swapped = await repeat(await machine());
    expect(swapped.repeated).toMatchObject({
      outcome: 'changed-world',
      changes: [
        {
          kind: 'material-other',
          what: 'tiny-dep@1.0.0',
          before: integrityOf(first),
          now: integrityOf(second),
        },
      ],
    });
    expect(swapped.exitCode).toBe(3);

    await writeFile(
      join(built.world.folder, 'result.json'),
      JSON.stringify({ ...result, source: { ...result.source!, commit: 'f'.repeat(40) } }),
    );
    const gone = await repeat(await machine());
    expect(gone.repeated).toMatchObject({
      outcome: 'changed-world',
      changes: [{ kind: 'source' }],
      rebuilds: [],
    });
    expect(gone.exitCode).toBe(3);
  });

  it('is not reproducible when the same world makes something else', async () => {
    built = await world(`${builtPackage.build}fs.writeFileSync('lib/id.js', String(Math.random()));\n`);
    await verify(built.world);
    const { exitCode, repeated } = await repeat(built.world);
    expect(repeated).toMatchObject({ outcome: 'same', rebuilds: [{ same: 'entries', differing: [] }] });
    expect(exitCode).toBe(0);
    const text = await readFile(join(built.world.folder, 'result.json'), 'utf8');
    const result: Result = JSON.parse(text);
    const entry = result.comparison!.entries.find(({ path }) => path === 'lib/add.js')!;
    entry.sha256 = '0'.repeat(64);
    await writeFile(join(built.world.folder, 'result.json'), JSON.stringify(result));
    const other = await repeat(built.world);
    expect(other.repeated).toMatchObject({
      outcome: 'unreproducible',
      changes: [],
      rebuilds: [{ same: 'none', differing: [{ path: 'lib/add.js' }] }],
    });
    expect(other.exitCode).toBe(1);
  });

  it('never runs a plan that was edited', async () => {
    built = await world();
    await verify(built.world);
    const result: Result = JSON.parse(await readFile(join(built.world.folder, 'result.json'), 'utf8'));
    result.rebuilds[0]!.plan.steps.at(-1)!.command = ['node', '-e', '0'];
    await writeFile(join(built.world.folder, 'result.json'), JSON.stringify(result));
    const { exitCode, stderr } = await built.world.run(['repeat', 'result.json', '--sandbox', engine]);
    expect(stderr).toContain('E_NOT_REPEATABLE');
    expect(exitCode).toBe(2);
  });
});
