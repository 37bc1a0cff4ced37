import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Entry } from '../../../src/archive/schema.js';
import { gitArchiveStep } from '../../../src/autotools/evidence/git-archive.js';
import type { StepInput } from '../../../src/autotools/evidence/step.js';

const entry = (path: string, content: string, mode = 0o644): Entry => ({
  path,
  mode,
  size: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
  gitBlob: '',
});

/** Asks the step about files whose blobs are `blobs`, where git would write `written`; says which git was asked about. */
async function asked(blobs: Record<string, string>, written: Record<string, string>, open: readonly Entry[]) {
  const paths: string[] = [];
  const input = {
    source: {
      files: new Map(
        ['.gitattributes', ...Object.keys(blobs)].map((path) => [path, { path, mode: 0o644, gitBlob: 'x' }]),
      ),
      hash: async (wanted: string[]) => new Map(wanted.map((path) => [path, 'sha'])),
      read: async (wanted: string[]) => new Map(wanted.map((path) => [path, Buffer.from(blobs[path] ?? '')])),
    },
    located: {
      source: { directory: '', commit: 'c' },
      repository: {
        archive: async (_: string, wanted: string[]) => {
          paths.push(...wanted);
          return new Map(wanted.map((path) => [path, entry(path, written[path] ?? '')]));
        },
      },
    },
    options: {
      readRelease: async (wanted: Set<string>) =>
        new Map([...wanted].map((path) => [path, Buffer.from(written[path] ?? '')])),
    },
  } as unknown as StepInput;
  return { found: await gitArchiveStep.find(input, open), paths };
}

it('takes what git writes for what the source says, and tells what was done', async () => {
  const written = { 'a.bat': 'x\r\n', 'v.h': 'commit c1 of me' };
  const { found } = await asked(
    { 'a.bat': 'x\n', 'v.h': 'commit $Format:%h of %an$' },
    written,
    Object.entries(written).map(([path, content]) => entry(path, content)),
  );
  expect([...found.values()].map((evidence) => ('via' in evidence ? evidence.via : null))).toEqual([
    'git archive (line ends)',
    'git archive (export-subst)',
  ]);
});

it('takes no other bytes, and no other permissions', async () => {
  const { found } = await asked({ 'a.bat': 'x\n', 'b.bat': 'x\n' }, { 'a.bat': 'x\r\n', 'b.bat': 'x\r\n' }, [
    entry('a.bat', 'y\r\n'),
    entry('b.bat', 'x\r\n', 0o755),
  ]);
  expect(found.size).toBe(0);
});

it.each([
  '%<(2147483647)%h',
  '%>>(10,trunc)%h',
  '%w(100)%b',
  '%(describe)',
  '%(trailers)',
  '%GG',
  '%C(red)',
  '%H%<|(9)%h',
])('never asks git to expand %s', async (format) => {
  const { paths } = await asked({ 'v.h': `$Format:${format}$`, 'w.h': '$Format:%H %ci$' }, {}, [
    entry('v.h', 'a'),
    entry('w.h', 'a'),
  ]);
  expect(paths).toEqual(['w.h']);
});
