/**
 * One changed token in a script of nine megabytes, compared with `reprove diff`: seconds, peak memory of all processes, and whether the
 * token is what the report shows. Exit 1 when it is not, or above 6 s or 1 GB. The release comes from the registry of the user's npm configuration.
 *
 *   npm run bench:compare-token
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import type { DiffResult } from '../src/diff/result.js';
import { alteredRegistry } from './altered-registry.js';
import { cli, processorSeconds } from './command.js';
import { readMembers, rewritten, textAt, writeMembers } from './tamperings/members.js';

const path = 'lib/typescript.js';
const limits = { seconds: 6, bytes: 1e9 };

const folder = await mkdtemp(join(tmpdir(), 'reprove-compare-token-'));
try {
  const [before, after] = [join(folder, 'before.tgz'), join(folder, 'after.tgz')];
  await writePair(before, after);
  const command = [cli, 'diff', before, after, '--json'];
  const started = performance.now();
  // Two that differ end with 1.
  const child = execa(process.execPath, command, { reject: false });
  let peak = 0;
  const poll = setInterval(async () => {
    peak = Math.max(peak, await residentBytes(child.pid!));
  }, 20);
  const { stdout } = await child;
  clearInterval(poll);
  const seconds = (performance.now() - started) / 1000;
  const used = await processorSeconds(process.execPath, command);
  const { entries } = JSON.parse(stdout) as DiffResult;
  const differing = entries.filter(({ status }) => status !== 'same');
  const difference = differing.find((entry) => entry.path === path)?.difference;
  const changed = difference?.lines.filter(({ sign }) => sign === '+' || sign === '-');
  const tokens = difference?.units?.[0]?.tokens;
  const shown =
    differing.length === 1 &&
    difference?.units?.length === 1 &&
    changed?.length === 2 &&
    tokens?.removed === '===' &&
    tokens.added === '!==';
  console.log(difference?.summary ?? 'no difference was found');
  console.log(
    `${shown ? 'exactly the token is shown' : 'NOT exactly the token is shown'}; ${seconds.toFixed(1)} s (at most ${limits.seconds}; ${used.toFixed(1)} of a processor), ${(peak / 1e6).toFixed(0)} MB (at most ${limits.bytes / 1e6})`,
  );
  if (!shown || seconds > limits.seconds || peak > limits.bytes) process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true });
}

/** The release as it is packed here, and the same with one operator in the middle of its largest script turned around. */
async function writePair(before: string, after: string): Promise<void> {
  const registry = await alteredRegistry();
  const { tarball } = await registry.published('typescript', '5.9.2');
  await registry.close();
  const members = await readMembers(tarball);
  const text = textAt(members, path);
  const at = text.indexOf(' === ', text.length / 2);
  const altered = `${text.slice(0, at)} !== ${text.slice(at + 5)}`;
  await writeFile(before, await writeMembers(members));
  await writeFile(after, await writeMembers(rewritten(members, path, altered)));
}

/** Resident memory of a process and of those that it started. */
async function residentBytes(pid: number): Promise<number> {
  const read = (file: string) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
  const own = Number(/VmRSS:\s+(\d+) kB/.exec(await read('status'))?.[1] ?? 0) * 1024;
  const children = (await read(`task/${pid}/children`)).trim().split(' ').filter(Boolean);
  const others = await Promise.all(children.map((one) => residentBytes(Number(one))));
  return others.reduce((sum, bytes) => sum + bytes, own);
}
