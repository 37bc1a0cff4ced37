import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtPackage } from '../support/built-package.js';
import { type BuiltWorld, builtWorld } from '../support/built-world.js';
import { sandboxEngines } from '../support/sandbox-engines.js';

const engines = await sandboxEngines();
const marker = 'reprove-interrupt-marker';

describe.each(engines.usable)('interruption in %s', (engine) => {
  let built: BuiltWorld;
  let world: BuiltWorld['world'];
  const args = ['verify', 'tiny-built', '--sandbox', engine];

  beforeAll(async () => {
    // The build sleeps under a name that can be found in the process list, then works.
    const build = `require('node:child_process').spawnSync('sleep', ['3'], { argv0: '${marker}' });\n${builtPackage.build}`;
    built = await builtWorld({ files: { 'build.js': build } });
    world = built.world;
  });

  afterAll(() => built?.remove());

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGKILL', null],
  ] as const)('%s in the middle of a build leaves no process', { timeout: 240_000 }, async (signal, code) => {
    const child = world.start(args);
    await until(async () => (await sandboxed()).length > 0, 180_000);
    child.kill(signal);
    const { exitCode } = await child;
    if (code !== null) expect(exitCode).toBe(code);
    await until(async () => (await sandboxed()).length === 0, 5_000);
    expect(await sandboxed()).toEqual([]);
  });

  it.each([100, 900, 2500, 5000])(
    'kill -9 after %d ms leaves nothing that a later run trusts',
    { timeout: 240_000 },
    async (milliseconds) => {
      const cache = join(world.folder, `cache-${milliseconds}`);
      const child = world.start([...args, '--cache', cache]);
      await sleep(milliseconds);
      child.kill('SIGKILL');
      await child;
      await until(async () => (await sandboxed()).length === 0, 5_000);
      const { exitCode, result, stderr } = await world.run([...args, '--cache', cache, '--json']);
      expect(result.verdict.kind, stderr).toBe('reproduced');
      expect(exitCode).toBe(0);
      expect(await readdir(join(cache, 'runs'))).toEqual([]);
    },
  );
});

/** Processes of the host whose command line names the marker, seen from the host: sandboxed ones are visible here. */
async function sandboxed(): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  return lines.filter((line) => line.startsWith(marker));
}

async function until(condition: () => Promise<boolean>, milliseconds: number): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`not so within ${milliseconds} ms`);
    await sleep(50);
  }
}
