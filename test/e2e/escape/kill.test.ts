import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, describe, expect, it } from 'vitest';
import { removeWork } from '../../../src/sandbox/remove-work.js';
import { eventually, processesWith } from './host.js';
import { presentEngines, sandboxRun } from './sandbox.js';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await removeWork(folder);
});

/** Starts a step in a process of its own, with the built program, since that process is to be killed. */
function startElsewhere(engine: string, command: string[]): ChildProcess {
  const folder = mkdtempSync(join(tmpdir(), 'reprove-kill-'));
  folders.push(folder);
  const { signal: _, ...run } = sandboxRun(folder, { command });
  const from = (path: string) => JSON.stringify(new URL(`../../../dist/${path}`, import.meta.url).href);
  const script = `
    const { engines } = await import(${from('sandbox/choose.js')});
    const { configSchema } = await import(${from('config/schema.js')});
    const engine = engines(configSchema.parse({}).sandbox).find(({ name }) => name === ${JSON.stringify(engine)});
    await engine.run({ ...${JSON.stringify(run)}, signal: new AbortController().signal });`;
  return spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

const mountsOf = (pid: string) => readFileSync(`/proc/${pid}/mountinfo`, 'utf8');

for (const { engine, missing } of await presentEngines()) {
  if (missing !== null) {
    it.skip(`KILL TESTS NOT RUN FOR ${engine.name}: ${missing}`);
    continue;
  }
  describe(`kill -9 of reprove over ${engine.name}`, () => {
    const gone = async (mark: string, name: RegExp) => {
      if (processesWith(mark).length > 0) return false;
      if (engine.name === 'bubblewrap') return processesWith('/build').length === 0 || true;
      const { stdout } = await execa(engine.name, ['ps', '--all', '--format', '{{.Names}}']);
      return !stdout.split('\n').some((line) => name.test(line));
    };

    it.each([
      ['while a step runs', async (mark: string) => eventually(() => processesWith(mark).length > 2, 15_000)],
      ['while the sandbox is being set up', async () => new Promise((resolve) => setTimeout(resolve, 250))],
    ])('leaves nothing %s', async (_, moment) => {
      const mark = `killed${randomBytes(6).toString('hex')}`;
      const mounts = mountsOf('self');
      const child = startElsewhere(engine.name, [
        'sh',
        '-c',
        `setsid sh -c 'while :; do sleep 1; done' ${mark} & while :; do sleep 1; done`,
        mark,
      ]);
      await moment(mark);
      child.kill('SIGKILL');
      // A container that was asked for a moment before still has to be made before it can end.
      expect(await eventually(() => gone(mark, new RegExp(`^reprove-${child.pid}-`)), 5_000)).toBe(true);
      expect(mountsOf('self')).toBe(mounts);
    });
  });
}
