import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLine } from '../../support/command.js';

describe('wrong usage', () => {
  it.each([
    [[], 'Usage: reprove'],
    [['verfy'], "unknown command 'verfy'"],
    [['verify'], "missing required argument 'spec'"],
    [['verify', 'a', '--concurency', '2'], "unknown option '--concurency'"],
    [['verify', 'a', '--concurrency', '0'], 'Expected a whole number from 1 to 64'],
    [['verify', 'a', '--timeout', '90'], 'Expected a duration such as 90s, 20m or 2h'],
    [['verify', 'a', '--timeout', '0s'], 'Expected a duration'],
    [['verify', 'a', '--sandbox', 'chroot'], 'Allowed choices are auto, docker, podman, bubblewrap'],
    [['plan', 'a', '--json', '--shell'], 'cannot be used with'],
    [['plan', 'a', 'b'], 'too many arguments'],
    [['cache', 'wash'], "unknown command 'wash'"],
    [['verify', 'a', '--config', 'gone.json'], 'E_CONFIG_UNREADABLE'],
  ])('%j exits with 2 and says why', async (argv, words) => {
    const { exitCode, stdout, stderr } = await (await commandLine()).run(...argv);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(words);
  });

  it('echoes nothing raw', async () => {
    const { stderr } = await (await commandLine()).run('verify', 'a', '--\u001b[2J\u202e');
    expect(stderr.replaceAll('\n', '')).not.toMatch(/\p{C}/u);
  });

  it('tells a fault of the configuration in one line', async () => {
    const line = await commandLine();
    await writeFile(join(line.folder, 'reprove.config.json'), JSON.stringify({ 'a\nb\u001b[2J': 1 }));
    const { exitCode, stderr } = await line.run('verify', 'a');
    expect(exitCode).toBe(2);
    expect(stderr.trimEnd().split('\n')).toHaveLength(2);
    expect(stderr).toContain('unknown key "a\\nb\\u001b[2J"');
  });
});

describe('help', () => {
  it.each([['verify'], ['plan'], ['doctor'], ['cache'], ['cache', 'ls'], ['cache', 'clear']])(
    'of %s %s has examples and exit codes',
    async (...command) => {
      const { exitCode, stdout } = await (await commandLine()).run(...command.filter(Boolean), '--help');
      expect(exitCode).toBe(0);
      expect(stdout).toContain('\nExamples:\n  $ reprove ');
      expect(stdout).toContain('\nExit codes:\n');
    },
  );

  it('lists every command', async () => {
    const { stdout } = await (await commandLine()).run('--help');
    for (const command of ['verify', 'plan', 'doctor', 'cache'])
      expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
  });

  it.each(['--version', '-V'])('%s is the version of package.json', async (flag) => {
    const manifest = JSON.parse(await readFile(new URL('../../../package.json', import.meta.url), 'utf8'));
    expect(await (await commandLine()).run(flag)).toEqual({
      exitCode: 0,
      stdout: `${manifest.version}\n`,
      stderr: '',
    });
  });
});
