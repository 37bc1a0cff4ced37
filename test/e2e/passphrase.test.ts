import { spawn } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/folder.js';

const main = new URL('../../dist/bundle/reprove.js', import.meta.url).pathname;

/** Runs `reprove keygen` on a terminal of its own (script of util-linux), where a person types one answer to each question. */
async function typed(...answers: string[]) {
  const folder = await temporaryFolder();
  const command = `'${process.execPath}' '${main}' keygen -o team.key`;
  const child = spawn('script', ['-qec', command, '/dev/null'], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, TERM: 'xterm' },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let shown = '';
  let asked = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    shown += chunk;
    // Typed only once the question is there, as a person does.
    for (; asked < answers.length && shown.split(': ').length - 1 > asked; asked += 1)
      child.stdin.write(answers[asked]!.length === 1 ? answers[asked]! : `${answers[asked]}\r`);
  });
  const exitCode = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { exitCode, shown, key: join(folder, 'team.key') };
}

describe('a passphrase that is typed', { timeout: 60_000 }, () => {
  it('is asked for twice, never shown, and opens the key', async () => {
    const { exitCode, shown, key } = await typed('correct horse', 'correct horse');
    expect(exitCode, shown).toBe(0);
    expect(shown).toMatch(/^Passphrase: \s+And again: \s+key [0-9a-f]{64}/);
    expect(shown).not.toContain('horse');
    const pem = await readFile(key, 'utf8');
    expect(() => createPrivateKey({ key: pem, passphrase: 'wrong' })).toThrow();
    expect(createPrivateKey({ key: pem, passphrase: 'correct horse' }).asymmetricKeyType).toBe('ed25519');
  });

  it('makes no key where the two differ', async () => {
    const { exitCode, shown, key } = await typed('correct horse', 'correct house');
    expect(exitCode).toBe(2);
    expect(shown).toContain('the two passphrases differ');
    expect(existsSync(key)).toBe(false);
  });

  it('makes no half of a key beside another', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'team.key.pub'), 'of somebody');
    const options = { cwd: folder, env: { HOME: folder }, reject: false };
    const line = [main, 'keygen', '-o', 'team.key', '--no-passphrase'];
    expect((await execa(process.execPath, line, options)).exitCode).toBe(2);
    expect(await readdir(folder)).toEqual(['team.key.pub']);
  });

  it.each([
    ['Ctrl-C', '\x03', 130, 'interrupted'],
    ['Ctrl-D', '\x04', 2, 'no passphrase was given'],
  ])('makes no key after %s', async (_, character, code, words) => {
    const { exitCode, shown, key } = await typed(character);
    expect(exitCode, shown).toBe(code);
    expect(shown).toContain(words);
    expect(existsSync(key)).toBe(false);
  });

  it('makes no key where it is empty', async () => {
    const { exitCode, key } = await typed('');
    expect(exitCode).toBe(2);
    expect(existsSync(key)).toBe(false);
  });
});
