import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileNamer } from '../../../src/cli/report/file-names.js';
import { commandLine } from '../../support/command.js';
import { fixtures, suspicious } from '../../support/reported.js';
import { result } from '../../support/result.js';

/** A command line that finds every release as one fixture has it. */
const verifying = (found = suspicious()) =>
  commandLine({
    pipeline: async () => ({
      verify: async (spec) => ({ ...found, release: { ...found.release, name: spec, version: '1.0.0' } }),
      planRelease: () => Promise.reject(new Error('not asked for')),
    }),
  });

describe('verify --format', () => {
  it('writes a file for each release and format, and the verdicts where they always are', async () => {
    const line = await verifying();
    const run = await line.run(
      'verify',
      'a',
      '@b/c',
      '--format',
      'junit',
      '--format=badge',
      '-o',
      'out/deep',
    );
    expect((await readdir(join(line.folder, 'out/deep'))).sort()).toEqual([
      'a-1.0.0.junit.xml',
      'a-1.0.0.svg',
      'b-c-1.0.0.junit.xml',
      'b-c-1.0.0.svg',
    ]);
    expect(run.stdout.match(/^✖ suspicious: \S+/gm)).toEqual(['✖ suspicious: a', '✖ suspicious: @b/c']);
    expect(run.stderr.match(/^wrote /gm)).toHaveLength(4);
    expect(run.exitCode).toBe(1);
  });

  it('writes one report to stdout without a folder, and the verdict to stderr', async () => {
    const { exitCode, stdout, stderr } = await (await verifying(result())).run(
      'verify',
      'a',
      '--format',
      'badge',
    );
    expect(stdout).toMatch(/^<svg /);
    expect(stderr).toMatch(/^✔ reproduced/);
    expect(exitCode).toBe(0);
  });

  it('keeps --json on stdout', async () => {
    const line = await verifying(result());
    const { stdout } = await line.run('verify', 'a', '--json', '--format', 'badge', '--output', 'out');
    expect(JSON.parse(stdout).release.name).toBe('a');
    expect(await readdir(join(line.folder, 'out'))).toEqual(['a-1.0.0.svg']);
  });

  it.each([
    [['a', '--format', 'makrdown'], /there is no format makrdown.*\n +Did you mean markdown\?/],
    [['a', '--format', 'constructor'], /there is no format constructor/],
    [['a', '--format', 'badge', '--format', 'junit'], /several reports need a folder.*\n.*--output <dir>/],
    [['a', 'b', '--format', 'badge'], /several reports need a folder/],
    [['a', '--json', '--format', 'badge'], /several reports need a folder/],
    [['a', '--format', 'badge', '--output', 'file'], /is a file/],
  ])('%j is refused before anything is verified', async (args, message) => {
    const line = await commandLine({ pipeline: () => Promise.reject(new Error('was called')) });
    await writeFile(join(line.folder, 'file'), '');
    const { exitCode, stdout, stderr } = await line.run('verify', ...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it.each([
    ['reproduced', 4],
    ['suspicious', 1],
  ])('a file that cannot be written leaves the verdict %s told, and exits with %i', async (kind, code) => {
    const line = await verifying(kind === 'suspicious' ? suspicious() : result());
    await mkdir(join(line.folder, 'out/a-1.0.0.svg'), { recursive: true });
    const { exitCode, stdout, stderr } = await line.run('verify', 'a', '--format', 'badge', '-o', 'out');
    expect(stdout).toContain(`${kind}`);
    expect(stderr).toMatch(/^error: cannot write --output .*a-1\.0\.0\.svg.*\(E_OUTPUT\)$/m);
    expect(exitCode).toBe(code);
  });
});

describe('reprove report', () => {
  it.each(fixtures)('writes what was %s in another format, and exits with 0', async (_, make) => {
    const line = await commandLine();
    const verified = await verifying(make());
    await verified.run('verify', 'tiny', '--json', '-o', 'result.json');
    await verified.run('verify', 'tiny', '--format', 'junit', '-o', 'direct');
    const json = join(verified.folder, 'result.json');
    const run = await line.run('report', json, '--format', 'junit', '-o', 'later');
    expect(run).toMatchObject({ exitCode: 0, stdout: '' });
    const at = (folder: string, name: string) => readFile(join(folder, name, 'tiny-1.0.0.junit.xml'), 'utf8');
    expect(await at(line.folder, 'later')).toBe(await at(verified.folder, 'direct'));
  });

  it('reads several results, and says which had none', async () => {
    const line = await commandLine();
    const error = { code: 'E_X', message: 'there is no package b\u202e', hint: '', exitCode: 2 };
    await writeFile(join(line.folder, 'all.json'), JSON.stringify([result(), { spec: 'b', error }]));
    const { exitCode, stdout, stderr } = await line.run('report', 'all.json', '--format', 'badge');
    expect(stdout).toMatch(/^<svg /);
    expect(stderr).toBe('no report for b: there is no package b\\u202e\n');
    expect(exitCode).toBe(0);
  });

  const bad: [string, string, RegExp][] = [
    ['no JSON', '{', /is no JSON/],
    ['an empty list', '[]', /holds no result/],
    ['something else', '{"a":1}', /is no result of reprove: "schemaVersion"/],
    ['null', 'null', /is no result of reprove/],
    ['another schema', '{"schemaVersion":"9.0"}', /of schema 9\.0, and this reprove reads/],
    ['a wrong value', JSON.stringify({ ...result(), seconds: 'long' }), /"seconds": Invalid input.*number/],
    ['a fault in the second', JSON.stringify([result(), 1]), /bad\.json, result 2 is no result/],
    [
      'errors alone',
      '{"spec":"b","error":{"code":"E_X","message":"m","hint":"h","exitCode":2}}',
      /holds errors and no result/,
    ],
  ];
  it.each(bad)('%s is refused with what is wrong', async (_, text, message) => {
    const line = await commandLine();
    await writeFile(join(line.folder, 'bad.json'), text);
    const { exitCode, stderr } = await line.run('report', 'bad.json', '--format', 'badge', '-o', 'out');
    expect(stderr).toMatch(message);
    expect(exitCode).toBe(2);
  });

  it('says what is missing: the file, a format', async () => {
    const line = await commandLine();
    const none = await line.run('report', 'none.json', '--format', 'badge');
    expect(none.stderr).toMatch(/cannot read none\.json: there is no such file/);
    const format = await line.run('report', 'none.json');
    expect(format.stderr).toMatch(/no format is asked for/);
    expect([none.exitCode, format.exitCode]).toEqual([2, 2]);
  });
});

it('files are named so that none leaves the folder and no two are the same', () => {
  const names = [
    { name: '@a/b', version: '1.0.0' },
    { name: 'A-b', version: '1.0.0' },
    { name: '../../etc', version: '/passwd' },
    { name: '', version: '' },
    { name: 'x'.repeat(300), version: '1' },
  ].map(fileNamer());
  expect(names).toEqual(['a-b-1.0.0', 'A-b-1.0.0-2', 'etc--passwd', 'release', 'x'.repeat(150)]);
});
