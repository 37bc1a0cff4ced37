import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Interruption } from '../../../src/cli/error.js';
import type { Services } from '../../../src/cli/services.js';
import type { Context } from '../../../src/context.js';
import { exitCodes, ReproveError } from '../../../src/errors.js';
import type { VerdictKind } from '../../../src/judge/schema.js';
import { reportSchema } from '../../../src/report/outcome.js';
import type { Result } from '../../../src/result.js';
import type { VerifyOptions } from '../../../src/verify.js';
import { commandLine } from '../../support/command.js';
import { result, source } from '../../support/result.js';

type Verify = Awaited<ReturnType<Services['pipeline']>>['verify'];

/** A command line whose pipeline is one function. */
const withVerify = (verify: Verify) =>
  commandLine({
    pipeline: async () => ({ verify, planRelease: () => Promise.reject(new Error('not asked for')) }),
  });

const named = (name: string, kind: VerdictKind = 'reproduced'): Result =>
  result({
    release: { ...result().release, name },
    verdict: { ...result().verdict, kind, level: kind === 'reproduced' ? 'content-identical' : null },
  });

class Missing extends ReproveError {
  constructor(spec: string) {
    super({
      code: 'E_NO_SUCH_PACKAGE',
      message: `there is no package ${spec}`,
      hint: 'Check the name.',
      exitCode: exitCodes.usage,
    });
  }
}

/** Specs say what becomes of them: a verdict's name, `missing`, `broken`. */
const telling: Verify = async (spec) => {
  if (spec === 'missing') throw new Missing(spec);
  if (spec === 'broken') throw new TypeError('x is not a function');
  return named(spec, spec as VerdictKind);
};

describe('reprove verify', () => {
  it('prints the report on stdout and nothing else there', async () => {
    const { exitCode, stdout, stderr } = await (await withVerify(telling)).run('verify', 'reproduced');
    expect(stdout).toMatch(/^✔ reproduced \(content-identical\): reproduced 1\.2\.3\n/);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });

  it.each([
    ['reproduced', 0],
    ['inert', 0],
    ['differs', 1],
    ['suspicious', 1],
    ['inconclusive', 3],
    ['missing', 2],
    ['broken', 4],
    ['reproduced inconclusive', 3],
    ['inconclusive broken', 4],
    ['broken missing', 2],
    ['missing differs', 1],
    ['broken suspicious inconclusive', 1],
  ])('of %s exits with %i', async (specs, code) => {
    expect((await (await withVerify(telling)).run('verify', ...specs.split(' '))).exitCode).toBe(code);
  });

  it('tells an error in one line and says what to do', async () => {
    const { stdout, stderr } = await (await withVerify(telling)).run('verify', 'missing');
    expect(stdout).toBe('');
    expect(stderr).toBe('error: there is no package missing (E_NO_SUCH_PACKAGE)\n  Check the name.\n');
  });

  it('goes on after a spec that failed, in the order of the specs', async () => {
    const slowFirst: Verify = async (spec, ...rest) => {
      if (spec === 'differs') await setTimeout(30);
      return telling(spec, ...rest);
    };
    const { stdout, stderr } = await (await withVerify(slowFirst)).run(
      'verify',
      'differs',
      'missing',
      'reproduced',
    );
    expect(stdout.match(/^[✔✖].*$/gm)).toEqual([
      '✖ differs: differs 1.2.3',
      '✔ reproduced (content-identical): reproduced 1.2.3',
    ]);
    expect(stderr).toContain('error: missing: there is no package missing');
  });

  it('prints with --json one result, or an array in the order of the specs', async () => {
    const line = await withVerify(telling);
    const one = JSON.parse((await line.run('verify', '--json', 'differs')).stdout);
    const many = JSON.parse((await line.run('verify', '--json', 'missing', 'differs')).stdout);
    const decision = expect.objectContaining({ outcome: 'fail', exitCode: 1 });
    expect(one).toEqual({ ...named('differs', 'differs'), decision });
    expect(many).toEqual([
      {
        spec: 'missing',
        error: {
          code: 'E_NO_SUCH_PACKAGE',
          message: 'there is no package missing',
          hint: 'Check the name.',
          exitCode: 2,
        },
      },
      { ...named('differs', 'differs'), decision },
    ]);
    expect(reportSchema.safeParse(many).success).toBe(true);
  });

  it('shows progress on stderr, and with --json only under -v', async () => {
    const line = await withVerify(async (spec, _options, { progress }) => {
      progress({ subject: spec, stage: 'locate', message: 'cloning\u001b[2J' });
      progress({ subject: spec, stage: 'locate', message: 'tag v1', detail: true });
      return named(spec);
    });
    expect((await line.run('verify', 'a')).stderr).toBe('locate   cloning\\u001b[2J\n');
    expect((await line.run('verify', 'a', '--json')).stderr).toBe('');
    expect((await line.run('verify', 'a', '--json', '-v')).stderr).toContain('locate   tag v1\n');
  });

  it('hands the options on, each only when it was given', async () => {
    const seen: { options: VerifyOptions; context: Context }[] = [];
    const line = await withVerify(async (spec, options, context) => {
      seen.push({ options, context });
      return named(spec);
    });
    await line.run('verify', 'a');
    await line.run(
      ...[
        'verify',
        'a',
        '--source',
        'https://x.example/a',
        '--ref',
        'v1',
        '--directory',
        'p',
        '--no-rebuild',
      ],
      ...['--sandbox', 'docker', '--keep', 'kept', '--offline', '--fresh', '--cache', 'elsewhere'],
    );
    expect(seen.map(({ options }) => options)).toEqual([
      { rebuild: true, sandbox: 'auto' },
      {
        rebuild: false,
        sandbox: 'docker',
        source: 'https://x.example/a',
        ref: 'v1',
        directory: 'p',
        fresh: true,
        keep: join(line.folder, 'kept'),
      },
    ]);
    expect(seen.map(({ context: { cache, offline } }) => ({ cache, offline }))).toEqual([
      { cache: join(line.folder, '.cache/reprove'), offline: false },
      { cache: join(line.folder, 'elsewhere'), offline: true },
    ]);
  });

  it('takes the engine from the configuration where no option names one', async () => {
    const seen: string[] = [];
    const line = await withVerify(async (spec, { sandbox }) => {
      seen.push(sandbox);
      return named(spec);
    });
    await writeFile(join(line.folder, 'reprove.config.json'), '{"sandbox":{"engine":"podman"}}');
    await line.run('verify', 'a');
    await line.run('verify', 'a', '--sandbox', 'auto');
    expect(seen).toEqual(['podman', 'auto']);
  });

  it('runs as many at once as --concurrency says', async () => {
    let [now, most] = [0, 0];
    const line = await withVerify(async (spec) => {
      most = Math.max(most, ++now);
      await setTimeout(10);
      now--;
      return named(spec);
    });
    await line.run('verify', ...'abcdef', '--concurrency', '3');
    expect(most).toBe(3);
  });

  it('writes the report to --output, and nothing on stdout', async () => {
    const line = await withVerify(telling);
    const { stdout } = await line.run('verify', 'differs', '--json', '--output', 'report.json');
    expect(stdout).toBe('');
    expect(JSON.parse(await readFile(join(line.folder, 'report.json'), 'utf8')).verdict.kind).toBe('differs');
  });

  it('writes a plain report with its errors to --output', async () => {
    const line = await withVerify(telling);
    line.env.FORCE_COLOR = '1';
    await line.run('verify', 'differs', 'missing', '-o', 'report.txt');
    const report = await readFile(join(line.folder, 'report.txt'), 'utf8');
    expect(report).toContain('✖ differs: differs 1.2.3\n');
    expect(report).toContain('error: missing: there is no package missing');
    expect(report).not.toContain('\u001b');
  });

  it.each(['gone/report.json', '.'])('refuses --output %s before any work', async (output) => {
    let called = false;
    const line = await withVerify(async (spec) => {
      called = true;
      return named(spec);
    });
    const { exitCode, stderr } = await line.run('verify', 'a', '--output', output);
    expect({ exitCode, called }).toEqual({ exitCode: 2, called: false });
    expect(stderr).toContain('(E_USAGE)');
  });

  it('ends a release that takes longer than --timeout with exit code 4, and only that', async () => {
    const line = await withVerify(async (spec, _options, { signal }) => {
      if (spec === 'slow') await setTimeout(20_000, undefined, { signal });
      return named(spec);
    });
    const { exitCode, stdout, stderr } = await line.run('verify', 'slow', 'fast', '--timeout', '0.05s');
    expect(exitCode).toBe(4);
    expect(stdout).toContain('fast 1.2.3');
    expect(stderr).toContain('error: slow: not done after 0.1 s (E_TIMEOUT)');
  });

  it('stops at an interruption, prints what was done, and exits with its code', async () => {
    const line = await withVerify(async (spec, _options, { signal }) => {
      if (spec === 'first') return named(spec);
      line.controller.abort(new Interruption('SIGINT', 130));
      signal.throwIfAborted();
      return named(spec);
    });
    const { exitCode, stdout, stderr } = await line.run(
      'verify',
      'first',
      'second',
      'third',
      '--concurrency',
      '1',
    );
    expect(exitCode).toBe(130);
    expect(stdout).toContain('first 1.2.3');
    expect(stdout).not.toContain('third');
    expect(stderr).toBe('interrupted\n');
  });

  it('takes no result that came after an interruption for one', async () => {
    const line = await withVerify(async (spec) => {
      line.controller.abort(new Interruption('SIGTERM', 143));
      return named(spec, 'differs');
    });
    expect(await line.run('verify', 'a')).toEqual({ exitCode: 143, stdout: '', stderr: 'interrupted\n' });
  });

  it('shows a stack only with -v', async () => {
    const line = await withVerify(telling);
    const quiet = await line.run('verify', 'broken');
    expect(quiet.stderr).toBe(
      'error: unexpected TypeError: x is not a function (E_INTERNAL)\n  This is a fault of reprove. Run again with -v for the stack, and report it.\n',
    );
    expect((await line.run('verify', 'broken', '-v')).stderr).toContain('at ');
  });

  it('keeps this machine out of the report', async () => {
    const line = await withVerify(async (_spec, _options, { cache }) =>
      result({
        source: source({ mirroredFrom: 'file:///srv/secret/a' }),
        sourceNotes: [{ kind: 'lfs-pointer', detail: `in ${cache}/mirrors/x` }],
      }),
    );
    const { stdout } = await line.run('verify', 'a', '--json');
    expect(stdout).not.toContain(line.folder);
    expect(stdout).not.toContain('/srv/secret');
  });

  it('leaves no lock when it is done', async () => {
    const line = await withVerify(telling);
    await line.run('verify', 'missing', 'differs');
    expect(await readdir(join(line.folder, '.cache/reprove/in-use'))).toEqual([]);
  });

  it('refuses a cache folder with other files in it', async () => {
    const line = await withVerify(telling);
    await mkdir(join(line.folder, 'documents'));
    await writeFile(join(line.folder, 'documents/thesis'), '');
    const { exitCode, stderr } = await line.run('verify', 'a', '--cache', 'documents');
    expect(exitCode).toBe(4);
    expect(stderr).toContain('(E_CACHE_FOREIGN)');
  });
});
