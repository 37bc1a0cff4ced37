import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../support/folder.js';

const cli = join(import.meta.dirname, '../../dist/bundle/reprove.js');

/** Runs `reprove init` at a terminal where somebody types an answer. */
async function atTerminal(cwd: string, typed: string, environment: Record<string, string> = {}) {
  const command = `'${process.execPath}' '${cli}' init --platform github`;
  const { exitCode, stdout } = await execa(
    'script',
    ['--quiet', '--return', '--command', command, '/dev/null'],
    {
      cwd,
      input: typed,
      env: { PATH: process.env.PATH, HOME: cwd, TERM: 'xterm', ...environment },
      extendEnv: false,
      reject: false,
    },
  );
  return { exitCode, stdout, text: await readFile(join(cwd, 'reprove.config.json'), 'utf8') };
}

async function repository(): Promise<string> {
  const root = join(await temporaryFolder(), 'checkout');
  await mkdir(root);
  await execa('git', ['init', '--quiet', root]);
  await writeFile(join(root, 'package.json'), JSON.stringify({ name: 'tiny', version: '1.0.0' }));
  await writeFile(join(root, 'reprove.config.json'), '{}');
  return root;
}

const question = 'reprove.config.json is there and otherwise. Overwrite it? [y/N]';

it.each([
  ['y\n', 0, true],
  ['yes\n', 0, true],
  ['n\n', 1, false],
  ['\n', 1, false],
  ['yonder\n', 1, false],
])('asks at a terminal before it overwrites: %j', async (typed, exitCode, overwritten) => {
  const ran = await atTerminal(await repository(), typed);
  expect(ran.stdout).toContain(question);
  expect([ran.exitCode, ran.text !== '{}']).toEqual([exitCode, overwritten]);
});

it('asks nobody in CI, whatever is typed', async () => {
  const ran = await atTerminal(await repository(), 'y\n', { CI: 'true' });
  expect(ran.stdout).not.toContain(question);
  expect([ran.exitCode, ran.text]).toEqual([1, '{}']);
});
