import { chmod, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Result } from '../../../src/result.js';
import { commandLine } from '../../support/command.js';
import { digest, hooked, integrity, unexplainedResult } from '../../support/policy.js';
import { finding } from '../../support/result.js';

const terms = ['--reason', 'read it', '--by', 'ann', '--expires', '90d'];

/** A command line with a result in a file, and a configuration where one is given. */
async function world(result: Result = hooked(), config?: string) {
  const line = await commandLine();
  await writeFile(join(line.folder, 'result.json'), JSON.stringify(result));
  const file = join(line.folder, 'reprove.config.json');
  if (config !== undefined) await writeFile(file, config);
  return {
    ...line,
    file,
    waive: (...options: string[]) => line.run('waive', 'result.json', ...terms, ...options),
    read: () => readFile(file, 'utf8'),
  };
}

describe('reprove waive', () => {
  it('waives everything that a verdict rests on, so that it passes', async () => {
    const { waive, run, read } = await world();
    const { exitCode, stdout, stderr } = await waive('--all');
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining('wrote 3 waivers'),
    });
    expect(JSON.parse(stdout)).toEqual(JSON.parse(await read()).waivers);
    const report = await run('report', 'result.json', '--format', 'json', '--exit-code');
    expect(report.exitCode).toBe(0);
    expect(JSON.parse(report.stdout)).toMatchObject({
      verdict: { kind: 'suspicious' },
      decision: { outcome: 'pass' },
    });
    expect(await waive('--all')).toMatchObject({ exitCode: 0, stdout: '' });
    expect(JSON.parse(await read()).waivers).toHaveLength(3);
  });

  it('names an entry by its digest, and says that it could act', async () => {
    const { waive, read } = await world();
    await waive('--path', 'x.js');
    expect(JSON.parse(await read()).waivers).toEqual([
      {
        release: 'tiny@1.2.3',
        path: 'x.js',
        sha256: digest('a'),
        canAct: true,
        reason: 'read it',
        by: 'ann',
        expires: new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10),
      },
    ]);
  });

  it('binds a finding to content, or to the tarball where it is about none', async () => {
    const { waive } = await world();
    const made = async (...options: string[]) => JSON.parse((await waive('--dry-run', ...options)).stdout)[0];
    expect(await made('--signal', 'install-hook-added', '--range', '^1.2.0')).toMatchObject({
      release: 'tiny@^1.2.0',
      sha256: digest('b'),
    });
    expect(await made('--signal', digest('d'))).toMatchObject({ signal: 'publisher-changed', integrity });
  });

  it.each([
    ['nothing', [], 'nothing says what'],
    ['what the result has not', ['--path', 'README.md'], 'the result has no entry README.md'],
    ['a path that only looks like one', ['--path', 'x.j*'], 'the result has no entry'],
    [
      'a finding of the whole release over a range',
      ['--signal', 'publisher-changed', '--range', '^1'],
      "can't be waived exactly",
    ],
    ['a range without the release', ['--path', 'x.js', '--range', '^2'], 'is not what the result is of'],
    ['two things at once', ['--all', '--path', 'x.js'], '--all is everything'],
    ['a day that has passed', ['--path', 'x.js', '--expires', '2026-01-01'], 'no day to come'],
    ['no reason', ['--path', 'x.js', '--reason', ' '], 'say why'],
  ])('refuses %s', async (_, options, words) => {
    const { waive, folder } = await world();
    const { exitCode, stderr } = await waive(...options);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(words) });
    expect(await readdir(folder)).not.toContain('reprove.config.json');
  });

  it('refuses one of two findings that it can not tell apart', async () => {
    const twice = ['a.js', 'b.js'].map((path) =>
      finding({ signal: 'code-inserted', path, fingerprint: digest(path[0]!) }),
    );
    const { waive } = await world(unexplainedResult('suspicious', {}, twice));
    expect(await waive('--signal', 'code-inserted')).toMatchObject({ exitCode: 2 });
    expect(await waive('--signal', 'code-inserted', '--path', 'b.js')).toMatchObject({ exitCode: 0 });
  });

  it('keeps the file as it is written', async () => {
    const text =
      '{\r\n    "policy": { "inert": "fail" },\r\n    "expectedSource": {},\r\n    "waivers": []\r\n}\r\n';
    const { waive, read, file } = await world(hooked(), text);
    await chmod(file, 0o640);
    await waive('--path', 'x.js');
    const edited = await read();
    expect(
      edited.startsWith('{\r\n    "policy": { "inert": "fail" },\r\n    "expectedSource": {},\r\n'),
    ).toBe(true);
    expect(edited).toContain('\r\n            "release": "tiny@1.2.3",\r\n');
    expect((await stat(file)).mode & 0o777).toBe(0o640);
  });

  it('writes through a link, and leaves a faulty file alone', async () => {
    const { waive, file, folder, read } = await world();
    await writeFile(join(folder, 'shared.json'), '{}');
    await symlink('shared.json', file);
    await waive('--path', 'x.js');
    expect(JSON.parse(await readFile(join(folder, 'shared.json'), 'utf8')).waivers).toHaveLength(1);
    await writeFile(file, '{ "polcy": {} }');
    expect((await waive('--path', 'x.js')).exitCode).toBe(2);
    expect(await read()).toBe('{ "polcy": {} }');
  });
});
