/**
 * Plants attacks in copies of real source releases and verifies each with the built command line, as somebody does who has the tarball and a clone:
 * changes of what makes the build, of sources, of the archive, and the shape of the attack on XZ Utils. Which ones, and where, is drawn by a seed. Writes
 * one JSON line a case to `tarball-injections.jsonl`, a table to `tarball-injections.md`, and ends with 1 when something does not hold that must.
 *
 *   npm run bench:tarball-injections -- --mirrors dir [--seed text] [--only text,text] [--workers n] [--cache dir] [--to folder]
 *
 * The releases come from Debian's archive, toolchains too. Nothing that is planted is ever run, but autoconf over the one macro file, in the sandbox.
 */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { execa } from 'execa';
import { aptSources } from '../src/autotools/debian/apt-sources.js';
import { resolveTarball } from '../src/autotools/resolve.js';
import { configSchema } from '../src/config/schema.js';
import type { Context } from '../src/context.js';
import type { Result } from '../src/result.js';
import { verify } from './command.js';
import { type Bound, boundsOf } from './injections/bounds.js';
import { type InjectionLine, injectionLine } from './injections/line.js';
import type { Kind } from './injections/shape.js';
import { injectionSummary } from './injections/summary.js';
import type { Attack, Planted } from './injections/tarballs/attack.js';
import { buildFileAttacks } from './injections/tarballs/build-files.js';
import { contentAttacks } from './injections/tarballs/contents.js';
import { plantXz } from './injections/tarballs/xz-shape.js';
import { mirrorsIn } from './mirrors.js';
import { seededRandom } from './random.js';
import { runHead } from './run-head.js';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    mirrors: { type: 'string' },
    workers: { type: 'string', default: '2' },
    cache: { type: 'string' },
    to: { type: 'string', default: 'bench/results' },
  },
});
if (values.mirrors === undefined) throw new Error('name a folder of mirrors with --mirrors');
const mirrorFolder = resolve(values.mirrors);

/** Releases of different making, and the tags that they were made from. */
const releases = [
  ['libogg@1.3.6', 'xiph/ogg', 'v1.3.6'],
  ['libpcap@1.10.5', 'the-tcpdump-group/libpcap', 'libpcap-1.10.5'],
  ['pcre2@10.42', 'PCRE2Project/pcre2', 'pcre2-10.42'],
  ['libwebp@1.5.0', 'webmproject/libwebp', 'v1.5.0'],
  ['libwebp@1.6.0', 'webmproject/libwebp', 'v1.6.0'],
  ['libseccomp@2.6.0', 'seccomp/libseccomp', 'v2.6.0'],
  ['xz-utils@5.4.1', 'tukaani-project/xz', 'v5.4.1'],
  ['xz-utils@5.8.1', 'tukaani-project/xz', 'v5.8.1'],
  ['xz-utils@5.8.3', 'tukaani-project/xz', 'v5.8.3'],
  ['popt@1.19', 'rpm-software-management/popt', 'popt-1.19-release'],
  ['lz4@1.10.0', 'lz4/lz4', 'v1.10.0'],
  ['libffi@3.8.0', 'libffi/libffi', 'v3.8.0'],
] as const;
/** Cases of one release, besides the shape of XZ. */
const perRelease = 7;
const attacks: readonly Attack[] = [...buildFileAttacks, ...contentAttacks];
const xz = { id: 'xz-shape', kind: 'code-adding' as Kind, like: 'XZ Utils 5.6.0 and 5.6.1 (CVE-2024-3094)' };
const xzReleases = ['xz-utils@5.8.1', 'xz-utils@5.8.3'];

const only = values.only?.split(',') ?? [''];
const isWanted = (name: string) => only.some((text) => name.includes(text));
const folder = await mkdtemp(join(tmpdir(), 'reprove-tarball-injections-'));
const cache = resolve(values.cache ?? join(folder, 'cache'));
const mirrors = await mirrorsIn(values.mirrors);
const own = (await aptSources('/etc/apt')).find(({ uri }) => /\/debian$/.test(uri));
if (own === undefined) throw new Error('the machine has no archive of Debian');
const config = {
  sourceMirrors: JSON.parse(await readFile((await mirrors.options(null))[1]!, 'utf8')).sourceMirrors,
  debianArchives: [
    {
      uri: own.uri,
      suites: ['bullseye', 'bookworm', 'trixie', 'sid'],
      ...(own.signedBy ? { signedBy: own.signedBy } : {}),
    },
  ],
  rebuild: { makeDist: true },
};
const configFile = join(folder, 'config.json');
await writeFile(configFile, JSON.stringify(config));
const context: Context = {
  config: configSchema.parse(config),
  cache,
  offline: false,
  signal: new AbortController().signal,
  progress: () => undefined,
};

const head = { ...runHead('npm run bench:tarball-injections -- --mirrors <dir>'), seed: values.seed };
const lines: InjectionLine[] = [];
const broken: string[] = [];
const queue = [...releases.entries()];
try {
  await Promise.all(Array.from({ length: Number(values.workers) }, work));
} finally {
  await mirrors.remove();
  await rm(folder, { recursive: true, force: true });
}
const order = releases.map(([spec]) => `deb:${spec}`);
lines.sort((a, b) => order.indexOf(a.release) - order.indexOf(b.release) || (a.case < b.case ? -1 : 1));
const bounds = [
  ...boundsOf(lines).filter(({ of }) => of > 0),
  ...(values.only === undefined ? sizeBounds() : []),
];
const likes = new Map([...attacks, xz].map(({ id, like }) => [id, like]));
await mkdir(values.to, { recursive: true });
const to = (end: string) => join(values.to, `tarball-injections.${end}`);
await writeFile(to('jsonl'), [head, ...lines].map((line) => `${JSON.stringify(line)}\n`).join(''));
await writeFile(to('md'), injectionSummary(lines, bounds, likes, head));
console.log(`\n${await readFile(to('md'), 'utf8')}`);
for (const said of broken) console.log(`left out: ${said}`);
if (broken.length > 0 || bounds.some(({ holds }) => !holds)) process.exitCode = 1;

async function work(): Promise<void> {
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const [position, [name, repository, tag]] = next;
    try {
      await attackAll(name, join(mirrorFolder, repository.replace('/', '+'), 'repo'), tag, position);
    } catch (error) {
      broken.push(`${name}: ${(error as Error).message}`);
      console.log(`FAIL ${name}  ${(error as Error).message}`);
    }
  }
}

async function attackAll(name: string, mirror: string, tag: string, position: number): Promise<void> {
  const spec = `deb:${name}`;
  const ids = [...attacks.map(({ id }) => id), ...(xzReleases.includes(name) ? [xz.id] : [])];
  if (!ids.some((id) => isWanted(`${spec} ${id}`))) return;
  const place = await mkdtemp(join(folder, 'release-'));
  const { tarball } = await resolveTarball(spec, context);
  const called = name.replace('-utils', '').replace('@', '-');
  const original = join(place, 'original', called);
  await mkdir(original, { recursive: true });
  await execa('tar', ['--extract', '--file', tarball, '--strip-components=1', '--directory', original]);
  const honest = (await verifyFolder(original, mirror, tag)).result;

  const attempt = async (
    shape: Pick<Attack, 'id' | 'kind'>,
    plant: (copy: string, scratch: string) => Promise<(Planted & { repository?: string }) | null>,
  ): Promise<boolean> => {
    if (!isWanted(`${spec} ${shape.id}`)) return false;
    const scratch = await mkdtemp(join(place, 'case-'));
    try {
      const copy = join(scratch, called);
      await cp(original, copy, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
      const planted = await plant(copy, scratch);
      if (planted === null) return false;
      const verified = await verifyFolder(copy, planted.repository ?? mirror, tag, planted.repack).catch(
        (error: unknown) => error as Error,
      );
      const line = injectionLine(spec, 'other', { shape, paths: planted.paths }, honest, verified);
      tell(verified instanceof Error ? line : withMentioned(line, verified.result));
      return true;
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  };

  if (xzReleases.includes(name))
    await attempt(xz, (copy, scratch) => plantXz({ folder: copy }, { mirror, tag, scratch }, context));
  // Dealt out among the releases like cards, so that each comes about as often.
  const shuffled = seededRandom(values.seed).shuffle(attacks);
  let done = 0;
  for (let at = 0; at < shuffled.length && done < perRelease; at++) {
    const attack = shuffled[(position * perRelease + at) % shuffled.length]!;
    const random = seededRandom(`${values.seed} ${spec} ${attack.id}`);
    if (await attempt(attack, (copy) => attack.plant({ folder: copy, honest, random, earlier }))) done += 1;
  }
}

/** Packs a folder and verifies it, beside a repository. */
async function verifyFolder(
  path: string,
  repository: string,
  tag: string,
  repack: (tar: Buffer) => Buffer = (tar) => tar,
): ReturnType<typeof verify> {
  const { stdout } = await execa(
    'tar',
    [
      '--create',
      '--sort=name',
      '--owner=0',
      '--group=0',
      '--numeric-owner',
      '--format=ustar',
      basename(path),
    ],
    { cwd: join(path, '..'), encoding: 'buffer', maxBuffer: 2 ** 30 },
  );
  const file = `${path}.tar.gz`;
  await writeFile(file, gzipSync(repack(Buffer.from(stdout)), { level: 1 }));
  const options = ['--config', configFile, '--cache', cache, '--source', repository, '--ref', tag];
  return verify(file, options);
}

/** The last version of a file of a project that is not the newest; null where there is no mirror. */
async function earlier(project: string, path: string): Promise<Buffer | null> {
  const repository = join(mirrorFolder, project, 'repo');
  const git = (...parameters: string[]) =>
    execa('git', ['-C', repository, ...parameters], { encoding: 'buffer', stripFinalNewline: false });
  try {
    const { stdout } = await git('log', '--format=%H', '--before=2012-01-01', '-1', '--', path);
    const commit = Buffer.from(stdout).toString().trim();
    if (commit === '') return null;
    return Buffer.from((await git('show', `${commit}:${path}`)).stdout);
  } catch {
    return null;
  }
}

/** What is only read by planted lines is named in a finding about these. */
function withMentioned(line: InjectionLine, { findings }: Result): InjectionLine {
  const said = findings.filter(({ severity }) => severity === 'high').map(({ message }) => message);
  return { ...line, unnamed: line.unnamed.filter((path) => !said.some((message) => message.includes(path))) };
}

function tell(line: InjectionLine): void {
  lines.push(line);
  const fails = boundsOf([line]).filter(({ holds }) => !holds);
  console.log(
    `${fails.length === 0 ? 'ok  ' : 'FAIL'} ${String(lines.length).padStart(3)}  ${line.case}: ${line.verdict}  ${line.seconds} s, ${line.injected.join(', ')}` +
      `${line.unnamed.length === 0 ? '' : `, not named: ${line.unnamed.join(', ')}`}${line.message === undefined ? '' : `, ${line.message}`}`,
  );
}

/** What a whole run has at least. */
function sizeBounds(): Bound[] {
  const count = (title: string, good: number, of: number): Bound => ({
    title,
    good,
    of,
    holds: good >= of,
    against: [],
  });
  return [
    count('at least 62 cases', lines.length, 62),
    count('at least 10 releases', new Set(lines.map(({ release }) => release)).size, 10),
    count('the shape of XZ in 2 releases', lines.filter(({ shape }) => shape === xz.id).length, 2),
  ];
}
