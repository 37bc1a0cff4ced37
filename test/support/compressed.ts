import { spawnSync } from 'node:child_process';

const programs = {
  gzip: ['gzip', '-9n'],
  xz: ['xz', '-6'],
  bzip2: ['bzip2', '-9'],
  zstd: ['zstd', '-19'],
  lzip: ['lzip', '-6'],
} as const;

/** Ways to compress that a source release may have. */
export type CompressionName = keyof typeof programs;

/** Compresses with the program that people use. Throws where it isn't installed: a test that can't run must not pass. */
export function compressed(bytes: Buffer, name: CompressionName, more: readonly string[] = []): Buffer {
  const [program, level] = programs[name];
  const { stdout, error, status, stderr } = spawnSync(program, [level, ...more, '-c'], {
    input: bytes,
    maxBuffer: 2 ** 30,
  });
  if (error !== undefined || status !== 0)
    throw new Error(
      `this test needs ${program} (apt-get install ${name === 'xz' ? 'xz-utils' : program}): ${error?.message ?? stderr.toString()}`,
    );
  return stdout;
}
