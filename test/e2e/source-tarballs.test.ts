import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '../../src/result.js';
import { type CliWorld, cliWorld } from '../support/cli.js';
import { compressed } from '../support/compressed.js';
import {
  executable,
  type GitRepository,
  gitRepository,
  submodule,
  symlink,
} from '../support/git-repository.js';
import { sourceTarball, toolSource } from '../support/source-release.js';
import type { TarEntry } from '../support/tarball.js';

const run = promisify(execFile);
const address = 'https://git.example/team/tool';
const library = 'https://git.example/team/library';

type Files = Record<string, string | Buffer | Omit<TarEntry, 'path'>>;

/** The release as a maintainer packs it: the files of the tag, executable and linked as there. */
const packed: Files = {
  ...toolSource,
  '.gitattributes': '*.bat text eol=crlf\nversion.h export-subst\n/.github export-ignore\n',
  'autogen.sh': { content: toolSource['autogen.sh'], mode: 0o755 },
  'tests/run.sh': { content: toolSource['tests/run.sh'], mode: 0o755 },
  'doc/link.1': { type: '2', linkname: 'tool.1' },
  'build.bat': 'echo one\r\necho two\r\n',
};

describe('verify a source release', () => {
  let world: CliWorld;
  let repository: GitRepository;
  let other: GitRepository;
  let commit: string;
  let archive: Buffer;

  /** Verifies a tarball of some files. */
  async function verify(
    files: Files | Buffer,
    { name = 'tool-1.2.3.tar.xz', args = [] as string[] } = {},
  ): Promise<{ exitCode: number; result: Result; stderr: string }> {
    const bytes = Buffer.isBuffer(files)
      ? files
      : sourceTarball(files, { root: name.replace(/\.tar.*/, '') });
    await writeFile(join(world.folder, name), bytes);
    return world.run(['verify', `./${name}`, '--json', ...args]);
  }

  const evidenceOf = ({ comparison }: Result, path: string) =>
    comparison!.entries.find((entry) => entry.path === path)!.evidence;

  beforeAll(async () => {
    repository = await gitRepository();
    other = await gitRepository();
    const part = await other.commit({ 'part.c': 'int part;\n' });
    commit = await repository.commit({
      ...toolSource,
      '.gitattributes': packed['.gitattributes'] as string,
      'autogen.sh': executable(toolSource['autogen.sh']),
      'tests/run.sh': executable(toolSource['tests/run.sh']),
      'doc/link.1': symlink('tool.1'),
      'build.bat': 'echo one\necho two\n',
      'version.h': '#define COMMIT "$Format:%H$"\n',
      '.github/workflows/ci.yml': 'on: push\n',
      '.gitmodules': `[submodule "part"]\n\tpath = part\n\turl = ${library}\n`,
      part: submodule(part),
    });
    await repository.tag('R_1_2_3');
    await repository.commit({ 'src/tool.h': '#define ANSWER 1\n' });
    const { stdout } = await run(
      'git',
      ['--git-dir', repository.path, 'archive', '--prefix=tool-1.2.3/', commit],
      { encoding: 'buffer', maxBuffer: 2 ** 26 },
    );
    archive = stdout;
    packed['version.h'] = `#define COMMIT "${commit}"\n`;
    packed['.gitmodules'] = `[submodule "part"]\n\tpath = part\n\turl = ${library}\n`;
    world = await cliWorld({});
    await world.configure({
      sourceMirrors: [
        { from: address, to: repository.path },
        { from: library, to: other.path },
      ],
    });
  });

  afterAll(async () => {
    await world?.remove();
    await repository?.remove();
    await other?.remove();
  });

  it.each(['gzip', 'xz', 'bzip2', 'zstd', 'lzip'] as const)(
    'is reproduced where it is what git archives of the tag, by %s',
    async (compression) => {
      const end = { gzip: 'gz', xz: 'xz', bzip2: 'bz2', zstd: 'zst', lzip: 'lz' }[compression];
      const { exitCode, result } = await verify(compressed(archive, compression), {
        name: `tool-1.2.3.tar.${end}`,
      });
      expect(result.verdict).toMatchObject({ kind: 'reproduced', level: 'content-identical' });
      expect(result.source).toMatchObject({ repository: address, commit, ref: 'R_1_2_3', evidence: ['tag'] });
      expect(result.release).toMatchObject({
        ecosystem: 'autotools',
        purl: 'pkg:generic/tool@1.2.3',
        origin: 'file',
      });
      expect(exitCode).toBe(0);
    },
  );

  it('says for each file what of the source accounts for it', async () => {
    const { result } = await verify({ ...packed, 'part/part.c': 'int part;\n' });
    expect(result.verdict.kind).toBe('reproduced');
    expect(evidenceOf(result, 'src/tool.c')).toEqual({ kind: 'source', path: 'src/tool.c', mapping: null });
    expect(evidenceOf(result, 'build.bat')).toMatchObject({ kind: 'source', via: 'git archive (line ends)' });
    expect(evidenceOf(result, 'version.h')).toMatchObject({
      kind: 'source',
      via: 'git archive (export-subst)',
    });
    expect(evidenceOf(result, 'part/part.c')).toMatchObject({
      kind: 'source',
      via: expect.stringContaining(`submodule part at`),
    });
    expect(evidenceOf(result, 'doc/link.1')).toMatchObject({ kind: 'source', path: 'doc/link.1' });
    expect(result.comparison!.missing).toEqual([]);
  });

  it.each<[string, Files, string]>([
    ['a source that is another', { 'src/tool.c': 'int main(void) { return 1; }\n' }, 'src/tool.c'],
    [
      'line ends that no attribute asks for',
      { 'src/tool.c': toolSource['src/tool.c'].replace('\n', '\r\n') },
      'src/tool.c',
    ],
    [
      'a file that became executable',
      { 'tests/data.bin': { content: toolSource['tests/data.bin'], mode: 0o755 } },
      'tests/data.bin',
    ],
    ['a tool that stopped being so', { 'tests/run.sh': toolSource['tests/run.sh'] }, 'tests/run.sh'],
    ['a link that leads elsewhere', { 'doc/link.1': { type: '2', linkname: '/etc/passwd' } }, 'doc/link.1'],
    ['a link instead of a file', { 'src/tool.h': { type: '2', linkname: 'tool.c' } }, 'src/tool.h'],
    [
      'another substitution than of this commit',
      { 'version.h': `#define COMMIT "${'0'.repeat(40)}"\n` },
      'version.h',
    ],
  ])('differs for %s', async (_, changed, path) => {
    const { exitCode, result } = await verify({ ...packed, ...changed });
    expect(result.verdict.kind).toBe('differs');
    expect(result.verdict.unexplained).toEqual([expect.objectContaining({ path, canAct: true })]);
    expect(exitCode).toBe(1);
  });

  it.each(['src/tool.h', 'tests/data.bin', 'doc/tool.1'])(
    'differs where %s of the tag is left out',
    async (path) => {
      const { [path]: _, ...files } = packed;
      const { exitCode, result } = await verify(files);
      expect(result.verdict).toMatchObject({ kind: 'differs', summary: expect.stringContaining(path) });
      expect(exitCode).toBe(1);
    },
  );

  it('tells what else of the tag is left out, but not what attributes keep out', async () => {
    const { 'README.md': _, ...files } = packed;
    const { result } = await verify(files);
    expect(result.verdict.kind).toBe('reproduced');
    expect(result.comparison!.missing.map(({ path }) => path)).toEqual(['README.md']);
    expect(result.findings).toContainEqual(
      expect.objectContaining({ signal: 'tag-files-missing', severity: 'info' }),
    );
  });

  it.each<[string, Files]>([['a configure script', { configure: { content: '#!/bin/sh\n', mode: 0o755 } }]])(
    'is inconclusive for %s that only the release has',
    async (_, added) => {
      const { exitCode, result } = await verify({ ...packed, ...added });
      expect(result.verdict).toMatchObject({
        kind: 'inconclusive',
        cause: { stage: 'rebuild', reason: 'not-regenerated' },
      });
      expect(result.verdict.unexplained.map(({ path, canAct }) => [path, canAct])).toEqual(
        Object.keys(added).map((path) => [path, true]),
      );
      expect(exitCode).toBe(3);
    },
  );

  it.each([
    ['a macro', { 'm4/host.m4': 'AC_DEFUN([X], [])\n' }],
    ['a source that is a fixture moved', { 'src/data.c': toolSource['tests/data.bin'] }],
    ['a whole folder moved', { 'tool.c': toolSource['src/tool.c'], 'tool.h': toolSource['src/tool.h'] }],
  ])(
    'differs for %s that only the release has, which otherwise is an archive of the tag',
    async (_, added) => {
      const { exitCode, result } = await verify({ ...packed, ...added });
      expect(result.verdict.kind).toBe('differs');
      expect(result.verdict.unexplained.map(({ path, canAct }) => [path, canAct])).toEqual(
        Object.keys(added).map((path) => [path, true]),
      );
      expect(exitCode).toBe(1);
    },
  );

  it('is reproduced with the file that a link of the tag leads to, and with no other', async () => {
    const { result } = await verify({ ...packed, 'doc/link.1': toolSource['doc/tool.1'] });
    expect(evidenceOf(result, 'doc/link.1')).toMatchObject({ path: 'doc/tool.1', via: 'a link of the tag' });
    expect(result.verdict.kind).toBe('reproduced');
    const other = await verify({ ...packed, 'doc/link.1': toolSource['doc/tool.txt'] });
    expect(other.result.verdict.unexplained.map(({ path }) => path)).toEqual(['doc/link.1']);
  });

  it('is inert for what people read', async () => {
    const { exitCode, result } = await verify({ ...packed, 'doc/manual.txt': 'text\n', NEWS: 'news\n' });
    expect(result.verdict.kind).toBe('inert');
    expect(exitCode).toBe(0);
  });

  it('differs for a second archive behind the first', async () => {
    const first = sourceTarball(packed);
    const second = sourceTarball({ 'src/tool.c': 'int main(void) { return 1; }\n' });
    const { result } = await verify(Buffer.concat([first, second]));
    expect(result.verdict.kind).toBe('differs');
    expect(result.archive.oddities.map(({ kind }) => kind)).toContain('second-stream');
  });

  it('finds a snapshot to be another commit than that of the tag, the last one of a branch too', async () => {
    const last = (await repository.git('rev-parse', 'main')).trim();
    const snapshot = {
      ...packed,
      'src/tool.h': '#define ANSWER 1\n',
      'version.h': `#define COMMIT "${last}"\n`,
    };
    const name = 'tool-1.2.3+20240101.tar.xz';
    const { result } = await verify(snapshot, { name });
    expect(result.source).toMatchObject({ commit: last, evidence: ['content-match'] });
    // Nothing says that one with other contents is of that commit: what it is of may not be pushed.
    const { result: later } = await verify({ ...snapshot, 'src/tool.h': '#define ANSWER 2\n' }, { name });
    expect(later.verdict.kind).toBe('inconclusive');
    expect(later.sourceFailure?.reason).toBe('no-revision-found');
  });

  it('takes the source and revision that are given', async () => {
    const args = ['--source', repository.path, '--ref', 'R_1_2_3'];
    const { result } = await verify({ ...packed, 'configure.ac': 'AC_INIT\n' }, { args });
    expect(result.source).toMatchObject({ commit, evidence: ['user'] });
    expect(result.verdict.kind).toBe('differs');
  });

  it('says in one line what is wrong with a file or a spec', async () => {
    await writeFile(join(world.folder, 'noise-1.0.tar.xz'), 'no archive');
    for (const [spec, exitCode] of [
      ['./noise-1.0.tar.xz', 3],
      ['./none-1.0.tar.xz', 2],
      ['pkg:generic/tool@1.0', 2],
    ] as const) {
      const ran = await world.run(['verify', spec]);
      expect([spec, ran.exitCode]).toEqual([spec, exitCode]);
      expect(ran.stderr).toMatch(/error: .+/);
    }
  });
});
