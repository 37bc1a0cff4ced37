import { readFile, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { CauseFound, WhyResult } from '../../src/why/schema.js';
import { builtFiles, builtPackage } from '../support/built-package.js';
import { builtWorld } from '../support/built-world.js';
import { type GateWorld, gateWorld } from '../support/gate-world.js';
import { sandboxEngines } from '../support/sandbox-engines.js';
import { npmTarball } from '../support/tarball.js';

const engines = await sandboxEngines();

/** One file for each thing that a build should not depend on. */
const planted = `const fs = require('node:fs');
const os = require('node:os');
const { execSync } = require('node:child_process');
const git = (command) => { try { return execSync(command, { stdio: 'pipe' }).toString().trim(); } catch { return 'none'; } };
fs.mkdirSync('lib', { recursive: true });
const write = (name, value) => fs.writeFileSync('lib/' + name + '.js', '// made\\nmodule.exports = ' + JSON.stringify(value) + ';\\n');
write('index', 1);
write('date', new Date().toISOString());
write('zone', new Date(86400000).getHours());
write('path', __dirname + '/source');
write('host', 'on ' + os.hostname());
write('user', os.userInfo().username);
write('names', ['tree', 'zebra', 'Beta', 'alpha'].sort((a, b) => a.localeCompare(b)));
const listed = [];
const folder = fs.opendirSync('source');
for (let entry = folder.readSync(); entry !== null; entry = folder.readSync()) listed.push(entry.name);
folder.closeSync();
write('order', listed);
write('id', Math.random().toString(36));
write('modes', (fs.statSync('lib/index.js').mode & 0o777).toString(8));
write('workers', os.cpus().length);
write('version', git('git describe --tags'));
write('node', process.version);
`;

const causesOf = (found: WhyResult, path: string): string[] =>
  found.causes
    .filter(({ entries }) => entries.some((entry) => entry.path === path))
    .map(({ cause }) => cause);

const causeNamed = (found: WhyResult, name: string): CauseFound => {
  const one = found.causes.find((each) => each.cause === name);
  if (one === undefined)
    throw new Error(`no ${name} among ${found.causes.map((each) => each.cause).join(', ')}`);
  return one;
};

// One is enough: what differs between engines has tests of its own.
describe.each(engines.usable.slice(0, 1))('reprove why, in %s', { timeout: 600_000 }, (engine) => {
  let world: GateWorld;
  afterEach(() => world?.remove());

  const why = async (...args: string[]): Promise<{ exitCode: number; found: WhyResult; stderr: string }> => {
    const { exitCode, stdout, stderr } = await world.cli.run(
      ['why', '--json', '--sandbox', engine, ...args],
      {},
      world.checkout,
    );
    if (!stdout.startsWith('{')) throw new Error(stderr);
    return { exitCode, found: JSON.parse(stdout), stderr };
  };

  it('names the cause of each planted kind, with the line that brings it in', async () => {
    world = await gateWorld(engine, { 'build.js': planted });
    // What an earlier build left.
    await world.write('lib/old.js', 'module.exports = 0;\n');
    await utimes(join(world.checkout, 'lib/old.js'), new Date('2024-01-01'), new Date('2024-01-01'));
    const { exitCode, found } = await why();
    expect(exitCode).toBe(1);
    expect(found).toMatchObject({ outcome: 'unreproducible', level: 'different', unexplained: [] });
    const expected: Record<string, string[]> = {
      'lib/date.js': ['build-time', "write('date'"],
      'lib/zone.js': ['time-zone', "write('zone'"],
      'lib/path.js': ['build-path', "write('path'"],
      'lib/host.js': ['host-name', "write('host'"],
      'lib/user.js': ['user-name', "write('user'"],
      'lib/names.js': ['locale', "write('names'"],
      'lib/order.js': ['file-order', 'opendirSync'],
      'lib/id.js': ['random', "write('id'"],
      'lib/modes.js': ['umask', "write('modes'"],
      'lib/workers.js': ['processor-count', "write('workers'"],
      'lib/version.js': ['git-state', "write('version'"],
      'lib/node.js': ['node-version', "write('node'"],
    };
    for (const [path, [name, line]] of Object.entries(expected)) {
      expect([path, causesOf(found, path)]).toEqual([path, [name]]);
      expect(causeNamed(found, name!)).toMatchObject({ proof: 'experiment' });
      expect(causeNamed(found, name!).places[0]).toMatchObject({ path: 'build.js' });
      expect(
        causeNamed(found, name!)
          .places.map(({ text }) => text)
          .join('\n'),
      ).toContain(line);
    }
    expect(causesOf(found, 'lib/old.js')).toEqual(['left-over-file']);
    expect(causesOf(found, 'lib/index.js')).toEqual([]);
    expect(causeNamed(found, 'build-time').fix.edits).toMatchObject([
      { path: 'build.js', after: expect.stringContaining('SOURCE_DATE_EPOCH') },
    ]);
    expect(found.variations.filter(({ outcome }) => outcome !== 'differs').map(({ name }) => name)).toEqual([
      'network',
    ]);
  });

  it('finds a tool that is not pinned and line ends of another system, mends both, and then nothing differs', async () => {
    world = await gateWorld(engine, {
      'package.json': {
        ...builtPackage.manifest('https://git.example/team/tiny-built'),
        repository: undefined,
        devDependencies: { 'tiny-min': '^1.0.0' },
      },
      'package-lock.json': null,
      '.npmrc': 'package-lock=false\n',
      'build.js': `${builtPackage.build}fs.writeFileSync('lib/index.js', require('tiny-min')('module.exports = 1;'));\n`,
    });
    const minifier = (of: string, body: string) => ({
      version: of,
      tarball: npmTarball({
        'package.json': { name: 'tiny-min', version: of },
        'index.js': `module.exports = (text) => ${body};\n`,
      }),
    });
    const versions = [minifier('1.0.0', "text.replace(/ /g, '')")];
    world.registry.serve({ name: 'tiny-min', versions });
    expect(await world.run('npm', ['install'])).toMatchObject({ exitCode: 0 });
    versions.push(minifier('1.1.0', "text.replace(/ /g, '').replace(';', '')"));
    world.registry.serve({ name: 'tiny-min', versions });
    await world.git('config', 'core.autocrlf', 'true');
    await rm(join(world.checkout, 'README.md'));
    await world.git('checkout', 'README.md');

    const fixed = await world.cli.run(
      ['why', '--fix', '--vary', 'time,locale', '--sandbox', engine],
      {},
      world.checkout,
    );
    expect(fixed.exitCode).toBe(1);
    expect(fixed.stdout).toContain('(line-endings; the differing bytes show it)');
    expect(fixed.stdout).toContain('(unpinned-tool; builds that differ in this alone show it)');
    expect(fixed.stdout).toContain('tiny-min ^1.0.0 is 1.1.0 here, and 1.0.0 in node_modules');
    expect(fixed.stdout).toContain('+    "tiny-min": "1.0.0"');
    expect(fixed.stdout).not.toContain('Not explained');
    expect(fixed.stderr).toContain('edited: ');
    expect(JSON.parse(await readFile(join(world.checkout, 'package.json'), 'utf8'))).toMatchObject({
      devDependencies: { 'tiny-min': '1.0.0' },
    });
    expect(await readFile(join(world.checkout, '.gitattributes'), 'utf8')).toBe('* text=auto eol=lf\n');

    await world.git('add', '--all');
    await world.git('commit', '--quiet', '--message', 'Reproducible');
    await rm(join(world.checkout, 'README.md'));
    await world.git('checkout', 'README.md');
    const after = await why('--vary', 'time,locale');
    expect(after.found).toMatchObject({ outcome: 'reproducible', causes: [], unexplained: [] });
    expect(after.exitCode).toBe(0);
  });

  it('holds a release of the registry against its commit', async () => {
    const build = `${builtPackage.build}fs.appendFileSync('lib/add.js', '// ' + new Date().toISOString().slice(0, 10) + '\\n');\n`;
    const built = await builtWorld({
      files: { 'build.js': build },
      release: (manifest) => ({
        tarball: npmTarball({
          ...builtFiles(manifest),
          'lib/add.js': `${builtFiles(manifest)['lib/add.js']}// 2024-05-06\n`,
          'README.md': '# tiny-built\r\n',
        }),
      }),
    });
    try {
      const run = (...args: string[]) =>
        built.world.run(['why', 'tiny-built', '--vary', 'time', '--json', '--sandbox', engine, ...args]);
      const { exitCode, stdout } = await run();
      const found: WhyResult = JSON.parse(stdout);
      expect(exitCode).toBe(1);
      expect(found.subject).toMatchObject({ name: 'tiny-built', published: true });
      expect(causesOf(found, 'lib/add.js')).toEqual(['build-time']);
      expect(causesOf(found, 'README.md')).toEqual(['line-endings']);
      expect(causesOf(found, 'lib/index.js')).toEqual([]);
      expect(found.unexplained).toEqual([]);
      const refused = await run('--fix');
      expect([refused.exitCode, refused.stderr]).toEqual([
        2,
        expect.stringContaining('--fix goes with a checkout'),
      ]);
    } finally {
      await built.remove();
    }
  });

  it('says that a build asks the network', async () => {
    world = await gateWorld(engine, {
      'build.js': `${builtPackage.build}require('node:https').get('https://marker.invalid/x').on('error', (error) => { throw error; });\n`,
    });
    await world.write('build.js', builtPackage.build);
    const { exitCode, found } = await why('--vary', 'time');
    expect(found).toMatchObject({
      outcome: 'not-built',
      summary: expect.stringContaining('it asks the network'),
    });
    expect(exitCode).toBe(3);
  });

  it('refuses what it can not be asked', async () => {
    world = await gateWorld(engine);
    const run = (...args: string[]) => world.cli.run(['why', ...args], {}, world.checkout);
    expect(await run('--vary', 'moon')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('time-zone'),
    });
    expect(await run('.', '--ref', 'main')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('go with a release'),
    });
    const outside = await world.cli.run(['why'], {}, world.cli.folder);
    expect(outside).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('E_NO_CHECKOUT') });
  });
});
