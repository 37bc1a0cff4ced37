import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Job } from '../../../src/batch/queue/job.js';
import { batchProgress } from '../../../src/cli/batch/progress.js';

const job = (name: string) => ({ name, version: '1.0.0', integrity: null });
const taken = (name: string) =>
  ({
    kind: 'taken',
    job: { ...job(name), id: name, queue: 'verify', group: '', attempt: 0, run: 1 } as Job,
  }) as const;
const world = (isTTY: boolean) => {
  const stream = Object.assign(new PassThrough(), {
    isTTY,
    columns: 100,
    cursorTo: () => true,
    moveCursor: () => true,
    clearLine: () => true,
    clearScreenDown: () => true,
  });
  const chunks: string[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  const io = { stdout: stream, stderr: stream, env: {}, cwd: '/' };
  return { io, text: () => chunks.join('') };
};
const passed = { verdict: 'reproduced', reused: false } as const;
const bad = { verdict: 'suspicious', reused: false } as const;

describe('progress of a batch', () => {
  it('is a line for each release where nobody watches', () => {
    const { io, text } = world(false);
    const progress = batchProgress(io, false);
    progress.told(taken('a'));
    progress.done(job('a'), passed, { done: 1, of: 20 });
    progress.done(job('b'), { code: 'E_X', message: 'gone\u202e' }, { done: 2, of: 20 });
    progress.end();
    expect(text()).toBe(' 1/20  a@1.0.0  ✔ reproduced\n 2/20  b@1.0.0  failed: gone\\u202e (E_X)\n');
  });

  it('is nothing with --json', () => {
    const { io, text } = world(false);
    batchProgress(io, true).done(job('a'), passed, { done: 1, of: 1 });
    expect(text()).toBe('');
  });

  it('is a bar on a terminal, with what is running, and a line for what does not pass', async () => {
    const { io, text } = world(true);
    const progress = batchProgress(io, false);
    progress.told(taken('running\u202e'));
    progress.told(taken('gone'));
    progress.done(job('fine'), passed, { done: 1, of: 4 });
    progress.done(job('gone'), bad, { done: 2, of: 4 });
    progress.told({ ...taken('gone'), kind: 'lost' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    progress.end();
    expect(text()).toContain('2/4');
    expect(text()).toMatch(/left {2}running\\u202e/);
    expect(text()).toMatch(/gone.*suspicious/);
    expect(text()).not.toMatch(/fine.*reproduced/);
  });
});
