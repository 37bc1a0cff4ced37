import { mkdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { CauseFound, WhyResult } from '../../src/why/schema.js';
import { type GateWorld, gateWorld } from '../support/gate-world.js';
import { sandboxEngines } from '../support/sandbox-engines.js';

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
write('zone', new Date(86400000).toString());
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

const causeOf = (found: WhyResult, path: string): string[] =>
  found.causes
    .filter(({ entries }) => entries.some((entry) => entry.path === path))
    .map(({ cause }) => cause);

const cause = (found: WhyResult, name: string): CauseFound => {
  const one = found.causes.find((each) => each.cause === name);
  if (one === undefined)
    throw new Error(`no ${name} among ${found.causes.map((each) => each.cause).join(', ')}`);
  return one;
};

// One is enough: what differs between engines has tests of its own.
describe.each(engines.usable.slice(0, 1))('reprove why, in %s', { timeout: 300_000 }, (engine) => {
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

  it('names the cause of each planted kind, with the line', async () => {
    world = await gateWorld(engine, { 'build.js': planted });
    // What an earlier build left, and a checkout with the line ends of Windows.
    await mkdir(join(world.checkout, 'lib'));
    await writeFile(join(world.checkout, 'lib/old.js'), 'module.exports = 0;\n');
    await utimes(join(world.checkout, 'lib/old.js'), new Date('2024-01-01'), new Date('2024-01-01'));
    await writeFile(join(world.checkout, 'README.md'), '# tiny-built\r\n');
    const { exitCode, found } = await why();
    console.log(JSON.stringify(found, null, 1));
    expect(exitCode).toBe(1);
  });
});
