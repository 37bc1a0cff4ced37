/**
 * Throws damaged archives and manifests at their readers: whatever comes, they read it or refuse it in words, and go on.
 *
 *   npm run bench:fuzz -- [cases] [seed]
 */
import { Readable } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { ArchiveError } from '../src/archive/error.js';
import { readArchive } from '../src/archive/read.js';
import type { Entry } from '../src/archive/schema.js';
import { parseStrictJson } from '../src/compare/strict-json.js';
import { defaultConfig } from '../src/config/defaults.js';
import { entryPoints } from '../src/npm/entry-points.js';
import { identify, readManifest } from '../src/npm/identify.js';
import { manifestConfusion } from '../src/npm/manifest-confusion.js';
import { readManifest as readPlanned } from '../src/npm/plan/manifest.js';
import { file, writeMembers } from './tamperings/members.js';

const [cases = 100_000, seed = Date.now() % 2 ** 31] = process.argv.slice(2).map(Number);
/** Milliseconds of processor time for one case: what else the machine does is no fault of a reader. */
const longest = 2_000;

const manifest = {
  name: '@scope/name',
  version: '1.0.0',
  main: './lib/index.js',
  exports: { '.': { import: './lib/index.js', default: null }, './*': './lib/*.js' },
  imports: { '#a': ['./a.js', { node: './b.js' }] },
  bin: { run: 'bin/run.js' },
  files: ['lib', '!lib/x'],
  scripts: { postinstall: 'node lib/a.js && sh x.sh' },
  repository: { type: 'git', url: 'git+https://git.example/a/b.git', directory: 'c' },
  dependencies: { a: '^1.0.0', b: 'workspace:*', c: 'npm:d@1', __proto: '1' },
  workspaces: { packages: ['packages/*'] },
  engines: { node: '>=18' },
  packageManager: 'pnpm@9.0.0+sha512.ab',
};
const text = JSON.stringify(manifest, null, 2);
const archive = await writeMembers([
  file('package/package.json', Buffer.from(text)),
  file(`package/${'deep/'.repeat(30)}a.js`, Buffer.alloc(700, 0x20)),
  file('package/lib/index.js', Buffer.from('1;\n')),
  file('package/empty', Buffer.alloc(0)),
]);
const tar = gunzipSync(archive);

/** One change of some bytes: flipped, removed, repeated, or replaced by something that means something to one of the readers. */
const pieces = [
  '\0',
  '/',
  '../',
  '"',
  '{',
  '[',
  '\\u0000',
  '__proto__',
  '9'.repeat(12),
  ' path=x\n',
  'ustar',
  '\xff',
];
const change = fc.record({
  at: fc.nat(),
  length: fc.oneof(fc.nat(8), fc.nat(1_024)),
  how: fc.oneof(
    fc.constantFrom('flip', 'remove', 'repeat', 'zero'),
    fc.constantFrom(...pieces).map((piece) => ({ piece })),
    fc.nat(5_000).map((depth) => ({ piece: '['.repeat(depth) })),
  ),
});
type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never;

function changed(bytes: Buffer, changes: readonly Change[]): Buffer {
  return changes.reduce((before, { at, length, how }) => {
    const start = before.length === 0 ? 0 : at % before.length;
    const [head, part, tail] = [
      before.subarray(0, start),
      Buffer.from(before.subarray(start, start + length)),
      before.subarray(start + length),
    ];
    if (typeof how === 'object') return Buffer.concat([head, Buffer.from(how.piece, 'latin1'), tail]);
    if (how === 'remove') return Buffer.concat([head, tail]);
    if (how === 'repeat') return Buffer.concat([head, part, part, tail]);
    if (how === 'zero') part.fill(0);
    else if (part.length > 0) part[0]! ^= 1 << (at % 8);
    return Buffer.concat([head, part, tail]);
  }, bytes);
}

/** Makes checksums of headers right again, so that what they say is looked at. */
function withChecksums(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  for (let at = 0; at + 512 <= copy.length; at += 512) {
    const header = copy.subarray(at, at + 512);
    if (header.toString('latin1', 257, 262) !== 'ustar') continue;
    header.fill(0x20, 148, 156);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  }
  return copy;
}

const changes = fc.array(change, { minLength: 1, maxLength: 4 });
const random = fc.uint8Array({ maxLength: 2_048 }).map((bytes) => Buffer.from(bytes));
const archives = fc.oneof(
  changes.map((some) => changed(archive, some)),
  changes.map((some) => changed(tar, some)),
  changes.map((some) => withChecksums(changed(tar, some))),
  changes.map((some) => gzipSync(withChecksums(changed(tar, some)), { level: 1 })),
  random,
  random.map((bytes) => gzipSync(bytes, { level: 1 })),
);
const manifests = fc.oneof(
  changes.map((some) => changed(Buffer.from(text), some)),
  fc.json({ maxDepth: 6 }).map((json) => Buffer.from(json)),
  fc
    .tuple(fc.constantFrom(...Object.keys(manifest)), fc.jsonValue({ maxDepth: 5 }))
    .map(([key, value]) => Buffer.from(JSON.stringify({ ...manifest, [key]: value }))),
  random,
);

const counts = { read: 0, refused: 0, manifests: 0 };

async function readsOrRefuses(bytes: Buffer): Promise<void> {
  try {
    await readArchive(Readable.from([bytes]), { limits: defaultConfig.archive });
    counts.read++;
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    counts.refused++;
  }
}

const entries: Entry[] = ['package.json', 'lib/index.js', 'a.js', 'bin/run.js'].map((path) => ({
  path,
  mode: 0o644,
  size: 1,
  sha256: '',
  gitBlob: '',
}));

/** None of these ever throws. */
function readManifests(bytes: Buffer): void {
  parseStrictJson(bytes);
  identify(bytes);
  readPlanned(bytes.toString());
  entryPoints(bytes, entries);
  const read = readManifest(bytes);
  manifestConfusion(manifest, read);
  if (read !== null) manifestConfusion(read, manifest);
  counts.manifests++;
}

console.log(`seed ${seed}, ${cases} cases (npm run bench:fuzz -- ${cases} ${seed} repeats them)`);
const started = performance.now();
let done = 0;
await fc.assert(
  fc.asyncProperty(
    fc.oneof(
      archives.map((bytes) => ({ bytes, read: readsOrRefuses })),
      manifests.map((bytes) => ({ bytes, read: readManifests })),
    ),
    async ({ bytes, read }) => {
      const before = process.cpuUsage();
      await read(bytes);
      const { user, system } = process.cpuUsage(before);
      const took = (user + system) / 1_000;
      if (took > longest) throw new Error(`a case of ${bytes.length} bytes took ${took.toFixed(0)} ms`);
      if (++done % 10_000 === 0) console.log(`${done} cases, ${rate()} a second`);
    },
  ),
  { numRuns: cases, seed },
);
console.log(
  `${done} cases, ${rate()} a second: ${counts.read} archives read, ${counts.refused} refused, ${counts.manifests} manifests`,
);

function rate(): string {
  return (done / ((performance.now() - started) / 1_000)).toFixed(0);
}
