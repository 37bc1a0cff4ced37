import { setTimeout } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { startProgress } from '../../../src/cli/progress/start.js';

/** A terminal that remembers what was written to it. */
function terminal(isTTY: boolean) {
  const written: string[] = [];
  const stderr = {
    isTTY,
    columns: 80,
    rows: 24,
    write: (text: string) => {
      written.push(String(text));
      return true;
    },
  };
  const stdout = { write: () => true };
  return { io: { stdout, stderr, env: {}, cwd: '/' }, text: () => written.join('') };
}

const modes = { quiet: false, verbose: false };
const located = { subject: 'a', stage: 'locate', message: 'cloning \u001b]0;x\u0007' } as const;

describe('progress on a terminal', () => {
  it('shows the stage of each spec, and nothing raw of a package', async () => {
    const { io, text } = terminal(true);
    const progress = await startProgress(['one', 'two'], io, modes);
    progress.track(0).event(located);
    await setTimeout(200);
    await progress.close();
    const shown = stripVTControlCharacters(text());
    expect(shown).toContain('one  locate: cloning \\u001b]0;x\\u0007');
    expect(shown).toContain('two');
    expect(text()).not.toContain('\u001b]0;');
  });

  it('marks what failed, and goes on', async () => {
    const { io, text } = terminal(true);
    const progress = await startProgress(['one', 'two'], io, modes);
    progress.track(0).end('suspicious', false);
    progress.track(1).end('reproduced', true);
    await setTimeout(200);
    await progress.close();
    const shown = stripVTControlCharacters(text());
    expect(shown).toContain('✖ one  suspicious');
    expect(shown).toContain('✔ two  reproduced');
  });

  it('keeps what is to be printed until it is gone', async () => {
    const { io } = terminal(true);
    const progress = await startProgress(['one'], io, modes);
    const printed: string[] = [];
    progress.print(() => printed.push('report'));
    await setTimeout(20);
    expect(printed).toEqual([]);
    await progress.close();
    await progress.close();
    expect(printed).toEqual(['report']);
  });

  it('adds no listener that would end the process', async () => {
    const before = process.listenerCount('SIGINT');
    const { io } = terminal(true);
    const progress = await startProgress(['one'], io, modes);
    await setTimeout(20);
    expect(process.listenerCount('SIGINT')).toBe(before);
    await progress.close();
  });
});

describe('progress elsewhere', () => {
  it('is a line for each event, with its spec where there are several', async () => {
    const { io, text } = terminal(false);
    const progress = await startProgress(['one', 'two'], io, modes);
    progress.track(1).event(located);
    progress.track(1).event({ ...located, detail: true });
    expect(text()).toBe('two  locate   cloning \\u001b]0;x\\u0007\n');
  });

  it('is lines on a terminal too that can show nothing else', async () => {
    const { io, text } = terminal(true);
    const progress = await startProgress(['one'], { ...io, env: { TERM: 'dumb' } }, modes);
    progress.track(0).event({ ...located, message: 'cloning' });
    expect(text()).toBe('locate   cloning\n');
  });
});
