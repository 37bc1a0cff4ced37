import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { lstatSync, readFileSync } from 'node:fs';
import { execa } from 'execa';
import { afterEach, describe, expect, it } from 'vitest';
import { isSandboxUid } from '../../../src/sandbox/work-owner.js';
import { eventually, processesOf, processesWith } from './host.js';
import { presentEngines, removeFolders, sandboxRun, scratchFolder } from './sandbox.js';

afterEach(removeFolders);

/** Starts a step in a process of its own, with the built program, since that process is to be killed. */
function startElsewhere(
  engine: string,
  command: string[],
  { through = [] }: { through?: string[] } = {},
): { child: ChildProcess; work: string; log: string } {
  const { signal: _, ...run } = sandboxRun(scratchFolder(), { command });
  const from = (path: string) => JSON.stringify(new URL(`../../../dist/${path}`, import.meta.url).href);
  const script = `
    const { engines } = await import(${from('sandbox/choose.js')});
    const { configSchema } = await import(${from('config/schema.js')});
    const engine = engines(configSchema.parse({}).sandbox).find(({ name }) => name === ${JSON.stringify(engine)});
    await engine.run({ ...${JSON.stringify(run)}, signal: new AbortController().signal });`;
  const [program = '', ...args] = [...through, process.execPath, '--input-type=module', '-e', script];
  const child = spawn(program, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return { child, work: run.work, log: run.log };
}

for (const { engine, missing } of await presentEngines()) {
  if (missing !== null) {
    it.skip(`KILL TESTS NOT RUN FOR ${engine.name}: ${missing}`);
    continue;
  }
  describe(`kill -9 of reprove over ${engine.name}`, () => {
    const gone = async (mark: string, work: string, child: ChildProcess) => {
      if (processesWith(mark).length > 0) return false;
      const { uid } = lstatSync(work);
      // The sandbox's own user: nothing of it may be left, whatever it is called.
      if (engine.name === 'bubblewrap') return !isSandboxUid(uid) || processesOf(uid).length === 0;
      const { stdout } = await execa(engine.name, ['ps', '--all', '--format', '{{.Names}}']);
      return !stdout.includes(`reprove-${child.pid}-`);
    };

    it('hands on no file that it was started with itself', async () => {
      // With a number so high that Node doesn't close it on its own account.
      const { child, log } = startElsewhere(
        engine.name,
        ['sh', '-c', 'ls -l /proc/self/fd; ls /proc/self/fd/99/'],
        {
          through: ['bash', '-c', 'exec 99</etc; ls /proc/self/fd/99/; exec "$@"', 'bash'],
        },
      );
      await once(child, 'exit');
      const text = readFileSync(log, 'utf8');
      expect(text).toContain('0 -> /dev/null');
      expect(text).not.toMatch(/-> \/etc|shadow/);
    });

    const moments: [string, (mark: string) => Promise<unknown>][] = [
      ['while a step runs', (mark) => eventually(() => processesWith(mark).length > 2, 15_000)],
      ...[150, 200, 250, 300, 400, 500].map((milliseconds): (typeof moments)[number] => [
        `${milliseconds} ms after its start`,
        () => new Promise((resolve) => setTimeout(resolve, milliseconds)),
      ]),
    ];
    it.each(moments)('leaves nothing %s', async (_, moment) => {
      const mark = `killed${randomBytes(6).toString('hex')}`;
      const forever = 'while :; do sleep 1; done';
      const { child, work } = startElsewhere(engine.name, [
        'sh',
        '-c',
        `setsid sh -c '${forever}' ${mark} & ${forever}`,
        mark,
      ]);
      await moment(mark);
      child.kill('SIGKILL');
      // Gone for good: a daemon finishes what it was asked for, and on a busy machine a sandbox that was being set up first
      // gets to the end of its orders, which ends it. A moment without anything is not the end.
      const stays = async () => {
        for (let look = 0; look < 10; look += 1) {
          if (!(await gone(mark, work, child))) return false;
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
        return true;
      };
      expect(await eventually(stays, 10_000)).toBe(true);
      expect(readFileSync('/proc/self/mountinfo', 'utf8')).not.toMatch(/ \/mnt tmpfs|reprove-escape/);
    });
  });
}
