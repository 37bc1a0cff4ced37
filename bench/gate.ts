/**
 * What the gate of a small package costs, against its own clean build and pack in the same run: clone, install by the lockfile, pack. Caches
 * are warm for both (npm's, and ours after a first gate); each round is of a new commit, so that no earlier rebuild can be used.
 *
 * Two gates are measured: of the tarball that the clean build made, as workflows hold it, and one that packs by itself. What the maintainer's own packing
 * takes, measured alone in the same checkout, is no cost of that gate: it would be made without one too. Both ratios are told.
 *
 *   npm run bench:gate -- [--rounds 5] [-- options of gate]
 *
 * The package is made here: TypeScript sources, compiled when it is packed, with what that takes from the registry.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { Bounds } from './bounds.js';
import { cli, measure, median } from './command.js';

const split = process.argv.indexOf('--', 2);
const { values } = parseArgs({
  args: process.argv.slice(2, split === -1 ? undefined : split),
  options: { rounds: { type: 'string', default: '5' } },
});
const options = split === -1 ? [] : process.argv.slice(split + 1);
const most = 1.5;

const folder = await mkdtemp(join(tmpdir(), 'reprove-gate-bench-'));
const checkout = join(folder, 'checkout');
const bounds = new Bounds();
try {
  await makePackage();
  const built: number[] = [];
  const ofTarball: number[] = [];
  const withPacking: number[] = [];
  const packed: number[] = [];
  await gate(0);
  for (let round = 1; round <= Number(values.rounds); round++) {
    const { seconds, tarball } = await cleanBuild(round);
    built.push(seconds);
    ofTarball.push(await gate(round, tarball));
    packed.push(await pack());
    withPacking.push(await gate(round, '--fresh'));
  }
  const build = median(built);
  const tell = (what: string, seconds: number, more = '') => {
    const ratio = seconds / build;
    bounds.tell(
      `${what} ${seconds.toFixed(1)} s${more}, clean build and pack ${build.toFixed(1)} s: ratio ${ratio.toFixed(2)} (at most ${most})`,
      ratio <= most,
    );
  };
  tell('gate of a tarball', median(ofTarball));
  const [whole, own] = [median(withPacking), median(packed)];
  tell(
    'gate that packs, besides its packing,',
    whole - own,
    ` of ${whole.toFixed(1)} s (ratio ${(whole / build).toFixed(2)}), packing alone ${own.toFixed(1)} s`,
  );
} finally {
  await rm(folder, { recursive: true });
}
bounds.end();

async function makePackage(): Promise<void> {
  const manifest = {
    name: 'small-of-bench',
    version: '0.0.0',
    type: 'module',
    main: 'dist/index.js',
    files: ['dist'],
    scripts: { prepare: 'tsc -p .' },
    devDependencies: { typescript: '~5.9.0', '@types/node': '^20.19.0' },
    packageManager: 'npm@10.9.2',
  };
  const files = {
    'package.json': JSON.stringify(manifest, null, 2),
    'tsconfig.json': JSON.stringify({
      compilerOptions: {
        outDir: 'dist',
        module: 'NodeNext',
        target: 'ES2022',
        declaration: true,
        types: ['node'],
      },
      include: ['src'],
    }),
    '.gitignore': 'node_modules\ndist\n',
    '.nvmrc': `${process.version.slice(1)}\n`,
    ...Object.fromEntries(
      Array.from({ length: 20 }, (_, at) => [
        `src/part${at}.ts`,
        `export const part${at} = (value: number): number => value + ${at};\n`,
      ]),
    ),
    'src/index.ts': Array.from({ length: 20 }, (_, at) => `export * from './part${at}.js';\n`).join(''),
  };
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(checkout, path)), { recursive: true });
    await writeFile(join(checkout, path), content);
  }
  await git('init', '--quiet', '--initial-branch=main');
  await execa('npm', ['install', '--no-audit', '--no-fund'], { cwd: checkout });
}

/** A new commit and tag, which make every round another release. */
async function commit(round: number): Promise<void> {
  const version = `1.0.${round}`;
  if ((await git('tag', '--list', `v${version}`)) !== '') return;
  await execa('npm', ['version', '--no-git-tag-version', '--allow-same-version', version], { cwd: checkout });
  await git('add', '--all');
  await git('commit', '--quiet', '--message', version);
  await git('tag', `v${version}`);
}

async function cleanBuild(round: number): Promise<{ seconds: number; tarball: string }> {
  await commit(round);
  const clone = join(folder, `clone-${round}`);
  const { seconds, exitCode, stdout, stderr } = await measure('sh', [
    '-ec',
    'git clone --quiet "$1" "$2" && cd "$2" && npm ci --silent --no-audit --no-fund --ignore-scripts && npm pack --silent',
    ...['sh', checkout, clone],
  ]);
  if (exitCode !== 0) throw new Error(stderr);
  return { seconds, tarball: join(clone, stdout.trim().split('\n').at(-1)!) };
}

/** What the maintainer would do without a gate; seconds. */
async function pack(): Promise<number> {
  const { seconds, exitCode, stderr } = await measure(
    'npm',
    ['pack', '--silent', '--pack-destination', folder],
    {
      cwd: checkout,
    },
  );
  if (exitCode !== 0) throw new Error(stderr);
  return seconds;
}

async function gate(round: number, ...parameters: string[]): Promise<number> {
  await commit(round);
  const { seconds, stdout, stderr } = await measure(
    process.execPath,
    [cli, 'gate', '--json', ...parameters, ...options],
    {
      cwd: checkout,
      environment: { REPROVE_CACHE: join(folder, 'cache') },
    },
  );
  if (!stdout.startsWith('{')) throw new Error(stderr);
  const { packages } = JSON.parse(stdout) as { packages: { result: { verdict: { kind: string } } }[] };
  if (packages[0]?.result.verdict.kind !== 'reproduced') throw new Error(stdout.slice(0, 2_000));
  return seconds;
}

async function git(...parameters: string[]): Promise<string> {
  const { stdout } = await execa(
    'git',
    [
      '-c',
      'user.name=Bench',
      '-c',
      'user.email=bench@git.example',
      '-c',
      'commit.gpgsign=false',
      ...parameters,
    ],
    {
      cwd: checkout,
    },
  );
  return stdout;
}
