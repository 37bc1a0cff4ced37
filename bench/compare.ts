/**
 * What a comparison costs, against tools that read the same bytes in the same run.
 *
 *   npm run bench:compare
 *
 * typescript and a copy with one line changed in ten of its declaration files, against `tar xzO | sha256sum` of both and against
 * diffoscope, where it is installed; then made-up archives of 100, 10,000 and 100,000 entries, one of a million, which is refused, and a
 * bundle of 20 MB on one line, whose figures are processor time.
 */
import { execFileSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip, gunzipSync } from 'node:zlib';
import type { DiffResult } from '../src/diff/result.js';
import { cli, type Measured, measure, median, processorSeconds } from './command.js';
import { file, type Member, pathOf, readMembers, writeMembers } from './tamperings/members.js';

const spec = 'typescript@5.9.2';
const runs = 5;
const most = {
  ratio: 1.2,
  peakBytes: 200e6,
  growth: 15,
  bundleSeconds: 10,
  millionSeconds: 30,
  millionBytes: 1e9,
};
const leastFaster = 2.5;

const folder = await mkdtemp(join(tmpdir(), 'reprove-bench-'));
// Where there is no configuration: this project's own is none of the work.
process.chdir(folder);
let failed = false;

/** Prints one line, and remembers a figure that is out of bounds. */
function tell(words: string, holds: boolean): void {
  console.log(`${holds ? 'ok  ' : 'FAIL'}  ${words}`);
  failed ||= !holds;
}

async function write(name: string, members: readonly Member[]): Promise<string> {
  const path = join(folder, `${name}.tgz`);
  await writeFile(path, await writeMembers(members));
  return path;
}

const command = (a: string, b: string) => [cli, 'diff', a, b, '--cache', join(folder, 'cache')];

const diff = (a: string, b: string, ...options: string[]): Promise<Measured> =>
  measure(process.execPath, [...command(a, b), ...options]);

/** What was found different; throws when that is not `count` files. */
async function expectDifferent(a: string, b: string, count: number): Promise<void> {
  const { stdout, stderr } = await diff(a, b, '--json');
  const found = stdout === '' ? null : (JSON.parse(stdout) as DiffResult);
  const different = found?.entries?.filter(({ status }) => status === 'different').length;
  if (different !== count) throw new Error(`${different} files are different, not ${count}: ${stderr}`);
}

async function real(): Promise<void> {
  const name = execFileSync('npm', ['pack', spec, '--silent'], { cwd: folder, encoding: 'utf8' }).trim();
  const a = join(folder, name);
  const members = await readMembers(await readFile(a));
  const type = /: (?:any|boolean|number|string|void);$/m;
  const libraries = members.filter(
    (member) => /^lib\/lib\..*\.d\.ts$/.test(pathOf(member)) && type.test(member.content.toString()),
  );
  // The largest, and others spread over all.
  libraries.sort((one, other) => other.content.length - one.content.length);
  const chosen = new Set(
    Array.from({ length: 10 }, (_, at) => libraries[Math.floor((at * libraries.length) / 10)]!),
  );
  const changed = members.map((member) => {
    if (!chosen.has(member)) return member;
    const content = Buffer.from(member.content.toString().replace(type, ': symbol;'));
    return { header: { ...member.header, size: content.length }, content };
  });
  const b = await write('changed', changed);
  await expectDifferent(a, b, chosen.size);

  const streamed: number[] = [];
  const compared: Measured[] = [];
  const processor = { streamed: [] as number[], compared: [] as number[] };
  const script = 'tar xzO -f "$0" | sha256sum; tar xzO -f "$1" | sha256sum';
  for (let run = 0; run < runs; run++) {
    streamed.push((await measure('sh', ['-c', script, a, b])).seconds);
    compared.push(await diff(a, b));
    processor.streamed.push(await processorSeconds('sh', ['-c', script, a, b]));
    processor.compared.push(await processorSeconds(process.execPath, command(a, b)));
  }
  const [tar, ours] = [median(streamed), median(compared.map(({ seconds }) => seconds))];
  const ratio = ours / tar;
  tell(
    `${spec}: tar xzO | sha256sum of both ${tar.toFixed(2)} s, reprove diff ${ours.toFixed(2)} s, ratio ${ratio.toFixed(2)} (at most ${most.ratio})`,
    ratio <= most.ratio,
  );
  const [theirs, used] = [median(processor.streamed), median(processor.compared)];
  console.log(
    `      of processor time, which other work on the machine changes less: ${theirs.toFixed(2)} s, ${used.toFixed(2)} s, ratio ${(used / theirs).toFixed(2)}`,
  );
  const peak = Math.max(...compared.map(({ peakBytes }) => peakBytes));
  tell(`peak ${megabytes(peak)} (at most ${megabytes(most.peakBytes)})`, peak <= most.peakBytes);
  await againstDiffoscope(a, b, ours);
}

async function againstDiffoscope(a: string, b: string, ours: number): Promise<void> {
  const version = await measure('diffoscope', ['--version']);
  if (version.exitCode !== 0) {
    tell(
      'diffoscope is NOT INSTALLED: nothing was compared with it (apt-get install diffoscope-minimal)',
      false,
    );
    return;
  }
  const theirs: number[] = [];
  for (let run = 0; run < 3; run++)
    theirs.push((await measure('diffoscope', ['--no-progress', a, b])).seconds);
  const faster = median(theirs) / ours;
  tell(
    `${version.stdout.trim()} ${median(theirs).toFixed(2)} s: ${faster.toFixed(1)} times as long (at least ${leastFaster})`,
    faster >= leastFaster,
  );
}

async function madeUp(): Promise<void> {
  const seconds: number[] = [];
  for (const entries of [100, 10_000, 100_000]) {
    const members = Array.from({ length: entries }, (_, at) =>
      file(`package/lib/${at % 100}/${at}.js`, Buffer.from(`module.exports = ${at};\n`)),
    );
    const a = await write(`${entries}-a`, members);
    const b = await write(`${entries}-b`, [
      ...members.slice(1),
      file(members[0]!.header.name, Buffer.from('1;\n')),
    ]);
    const measured = await diff(a, b);
    const used = await processorSeconds(process.execPath, command(a, b));
    seconds.push(used);
    const isRight = measured.stdout.includes('1 different') && measured.exitCode === 1;
    tell(`${entries} entries: ${used.toFixed(2)} s, peak ${megabytes(measured.peakBytes)}`, isRight);
  }
  const [start, some, many] = seconds as [number, number, number];
  const growth = (many - start) / (some - start);
  tell(
    `ten times the entries take ${growth.toFixed(1)} times as long (at most ${most.growth})`,
    growth <= most.growth,
  );
}

/** More entries than are read: it takes no longer than those that are, and says so. */
async function million(): Promise<void> {
  const members = Array.from({ length: 10_000 }, (_, at) => file(`package/${at}.js`, Buffer.alloc(0)));
  const headers = gunzipSync(await writeMembers(members)).subarray(0, members.length * 512);
  const parts = Array.from({ length: 1e6 / members.length }, () => headers);
  const path = join(folder, 'million.tgz');
  await pipeline(
    Readable.from([...parts, Buffer.alloc(1_024)]),
    createGzip({ level: 1 }),
    createWriteStream(path),
  );
  const small = await write('small', members.slice(0, 1));
  const { peakBytes, exitCode, stderr } = await diff(small, path);
  const seconds = await processorSeconds(process.execPath, command(small, path));
  const isRefused = exitCode === 3 && stderr.includes('E_ARCHIVE_TOO_MANY_ENTRIES');
  tell(
    `a million entries are ${isRefused ? 'refused' : 'NOT REFUSED'}: ${seconds.toFixed(1)} s (at most ${most.millionSeconds}), peak ${megabytes(peakBytes)} (at most ${megabytes(most.millionBytes)})`,
    isRefused && seconds <= most.millionSeconds && peakBytes <= most.millionBytes,
  );
}

async function bundle(): Promise<void> {
  const statement = (at: number) => `function f${at}(a,b){return a+b*${at}+"text ${at}"}`;
  let text = '';
  for (let at = 0; text.length < 20e6; at++) text += statement(at);
  const a = await write('bundle-a', [file('package/bundle.js', Buffer.from(text))]);
  const b = await write('bundle-b', [
    file('package/bundle.js', Buffer.from(text.replace('b*777+', 'b*778+'))),
  ]);
  const { peakBytes, exitCode } = await diff(a, b);
  const seconds = await processorSeconds(process.execPath, command(a, b));
  tell(
    `a bundle of 20 MB on one line: ${seconds.toFixed(1)} s (at most ${most.bundleSeconds}), peak ${megabytes(peakBytes)}`,
    exitCode === 1 && seconds <= most.bundleSeconds,
  );
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;

try {
  await real();
  await madeUp();
  await million();
  await bundle();
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;
