import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ArchiveError } from '../../../src/archive/error.js';
import { Interruption } from '../../../src/cli/error.js';
import type { Services } from '../../../src/cli/services.js';
import type { Context } from '../../../src/context.js';
import { diffSchema } from '../../../src/diff/result.js';
import { SideError } from '../../../src/diff/side.js';
import { failureSchema } from '../../../src/report/outcome.js';
import { commandLine } from '../../support/command.js';
import { diffResult } from '../../support/result.js';

type Diff = Awaited<ReturnType<Services['comparing']>>['diff'];

const withDiff = (diff: Diff) => commandLine({ comparing: async () => ({ diff }) });
const different: Diff = async () => diffResult();
const same: Diff = async () => diffResult({ verdict: 'same', level: 'content-identical', entries: [] });
const damaged: Diff = async (a) => {
  throw new SideError(
    a,
    new ArchiveError({ code: 'E_ARCHIVE_CORRUPT', message: 'not readable', hint: 'Fetch it again.' }),
  );
};

describe('reprove diff', () => {
  it('reports a difference with exit code 1, hidden characters made visible', async () => {
    const { exitCode, stdout } = await (await withDiff(different)).run('diff', 'a', 'b');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('✖ different: ./a.tgz → ./b.tgz\n');
    expect(stdout).toContain('+ new\\u202e');
  });

  it('exits with 0 when both are the same', async () => {
    const { exitCode, stdout } = await (await withDiff(same)).run('diff', 'a', 'b');
    expect({ exitCode, head: stdout.split(':')[0] }).toEqual({
      exitCode: 0,
      head: '✔ same (content-identical)',
    });
  });

  it('prints data with --json and nothing else', async () => {
    const { stdout, stderr } = await (await withDiff(different)).run('diff', 'a', 'b', '--json');
    expect(diffSchema.parse(JSON.parse(stdout))).toEqual(diffResult());
    expect(stderr).toBe('');
  });

  it('says which of them can not be read, and exits with 3, never 0', async () => {
    const line = await withDiff(damaged);
    const plain = await line.run('diff', './x.tgz', 'b');
    expect(plain).toEqual({
      exitCode: 3,
      stdout: '',
      stderr: 'error: ./x.tgz: not readable (E_ARCHIVE_CORRUPT)\n  Fetch it again.\n',
    });
    const json = await line.run('diff', './x.tgz', 'b', '--json');
    expect(failureSchema.parse(JSON.parse(json.stdout))).toMatchObject({ spec: './x.tgz' });
    expect(json.exitCode).toBe(3);
  });

  it('exits with 4 for a fault of its own', async () => {
    const line = await withDiff(async () => {
      throw new TypeError('x is not a function');
    });
    const { exitCode, stderr } = await line.run('diff', 'a', 'b');
    expect(exitCode).toBe(4);
    expect(stderr).toContain('(E_INTERNAL)');
  });

  it('hands on what was asked for', async () => {
    const seen: { specs: string[]; context: Context }[] = [];
    const line = await withDiff(async (a, b, context) => {
      seen.push({ specs: [a, b], context });
      return diffResult();
    });
    await line.run('diff', './a', 'b@1', '--offline', '--cache', 'elsewhere');
    expect(seen).toMatchObject([
      { specs: ['./a', 'b@1'], context: { offline: true, cache: join(line.folder, 'elsewhere') } },
    ]);
  });

  it('makes a cache only where a release is asked for', async () => {
    const line = await withDiff(different);
    await line.run('diff', './a', 'b.tgz');
    expect(await readdir(line.folder)).toEqual([]);
    await line.run('diff', './a', 'b');
    expect(await readdir(line.folder)).toEqual(['.cache']);
  });

  it('ends after --timeout with exit code 4', async () => {
    const line = await withDiff(async (_a, _b, { signal }) => {
      await setTimeout(20_000, undefined, { signal });
      return diffResult();
    });
    const { exitCode, stderr } = await line.run('diff', 'a', 'b', '--timeout', '0.05s');
    expect(exitCode).toBe(4);
    expect(stderr).toContain('(E_TIMEOUT)');
  });

  it('takes no result that came after an interruption for one', async () => {
    const line = await withDiff(async () => {
      line.controller.abort(new Interruption('SIGTERM', 143));
      return diffResult({ verdict: 'same', level: 'bit-identical' });
    });
    expect(await line.run('diff', 'a', 'b')).toEqual({ exitCode: 143, stdout: '', stderr: 'interrupted\n' });
  });

  it('writes the report to --output, and nothing on stdout', async () => {
    const line = await withDiff(different);
    const { stdout } = await line.run('diff', 'a', 'b', '-o', 'report.txt');
    expect(stdout).toBe('');
    expect(await readFile(join(line.folder, 'report.txt'), 'utf8')).toContain('✖ different');
  });

  it.each([[['diff', 'a']], [['diff', 'a', 'b', 'c']], [['diff', 'a', 'b', '--ref', 'x']]])(
    'refuses %j',
    async (argv) => {
      expect((await (await withDiff(different)).run(...argv)).exitCode).toBe(2);
    },
  );

  it('says in its help what the exit codes mean', async () => {
    const { stdout } = await (await withDiff(different)).run('diff', '--help');
    expect(stdout).toMatch(/^ {2}3 {2}one of the two could not be read whole/m);
  });
});
