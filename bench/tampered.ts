/**
 * Makes tampered copies of real, honest releases and verifies each as if the registry had it: each must be `differs` or `suspicious`, exit
 * 1, and the report must name exactly the tampered entries. Writes one JSON line a case to `bench/results/tampered.jsonl`.
 *
 *   npm run bench:tampered -- [spec…] [--seed text] [--cases n] [--set first|drawn] [--mirrors dir] [--workers n] [--resume] [--to file]
 *     [-- options of verify]
 *
 * The first set are the same five tamperings of a few releases, the drawn one ten of each release, chosen by the seed from the catalogue
 * in `tamperings/`. Mirrors are as `bench:lab` takes them.
 */
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import type { Result } from '../src/result.js';
import { alteredRegistry } from './altered-registry.js';
import { type HonestRelease, honestRelease, statedOf, verifyAltered } from './altered-release.js';
import { listedRepositories } from './list.js';
import { mirrorsIn } from './mirrors.js';
import { runHead } from './run-head.js';
import { type Case, drawn, firstCases } from './tamperings/index.js';
import { readMembers, writeMembers } from './tamperings/members.js';
import type { Honest } from './tamperings/tampering.js';

/** Releases that each have five fixed tamperings. */
const first = ['lru-cache@11.3.6', 'uuid@14.0.1', 'execa@10.0.1', 'express@5.2.1', 'signal-exit@4.1.0'];

/** Releases of different kinds, each honest and accounted for. */
const lab = [
  // By source alone: modules, CommonJS, a vendored folder.
  'execa@10.0.1',
  'express@5.2.1',
  'chalk@5.6.2',
  'semver@7.8.5',
  'ws@8.21.0',
  'commander@15.0.0',
  // Every line ends otherwise than in the source.
  'webpack@1.15.0',
  // Built and minified files that are in the source.
  'axios@1.7.9',
  'immutable@3.8.2',
  // package.json rewritten at publication; one of several packages of a repository.
  'nanoid@2.1.11',
  'pg@8.11.3',
  // By rebuild: npm, TypeScript, minified.
  'lru-cache@11.3.6',
  'uuid@14.0.1',
  // yarn Classic with a bundler, and Berry.
  'immer@9.0.21',
  'prettier@3.0.3',
  // Workspaces of lerna, npm and pnpm.
  '@typescript-eslint/parser@2.34.0',
  'sigstore@5.0.0',
  'https-proxy-agent@9.1.0',
  // A folder with a generated package.json; a minifier with mangled names.
  'zustand@5.0.15',
  'preact@10.29.8',
];

const split = process.argv.indexOf('--', 2);
const { values, positionals } = parseArgs({
  args: process.argv.slice(2, split === -1 ? undefined : split),
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    cases: { type: 'string', default: '10' },
    set: { type: 'string' },
    mirrors: { type: 'string' },
    workers: { type: 'string', default: '2' },
    resume: { type: 'boolean', default: false },
    to: { type: 'string', default: 'bench/results/tampered.jsonl' },
  },
});
const options = split === -1 ? [] : process.argv.slice(split + 1);
const given = (own: string[]) => (positionals.length > 0 ? positionals : own);
const sets = {
  first: { specs: given(first), cases: firstCases },
  drawn: { specs: given(lab), cases: (honest: Honest) => drawn(honest, values.seed, Number(values.cases)) },
};
const wanted = (['first', 'drawn'] as const).filter(
  (name) => values.set === undefined || values.set === name,
);
const queue = [...new Set(wanted.flatMap((name) => sets[name].specs))];

const head = { ...runHead('npm run bench:tampered -- --mirrors <dir>'), seed: values.seed };
const lines = values.resume ? await earlier() : [];
const done = new Set(lines.map(({ set, spec, number }) => `${set} ${spec} ${number}`));
await mkdir(dirname(values.to), { recursive: true });
await writeFile(values.to, [head, ...lines].map((line) => `${JSON.stringify(line)}\n`).join(''));
const mirrors = await mirrorsIn(values.mirrors);
const registry = await alteredRegistry();
const repositories = await listedRepositories();
const count = { flagged: lines.length, missed: 0, failed: 0 };
try {
  await Promise.all(Array.from({ length: Number(values.workers) }, work));
} finally {
  await registry.close();
  await mirrors.remove();
}
console.log(
  `${count.flagged} flagged, ${count.missed} missed; ${count.failed} releases not honest or with an error`,
);
if (count.missed + count.failed > 0) process.exitCode = 1;

async function work(): Promise<void> {
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    try {
      await tamperWith(next);
    } catch (error) {
      count.failed += 1;
      console.log(`FAIL ${next}  ${(error as Error).message}`);
    }
  }
}

async function tamperWith(spec: string): Promise<void> {
  const mirrored = await mirrors.options(repositories.get(spec) ?? null);
  const honest = await honestRelease(spec, registry, [...mirrored, ...options]);
  const { name, version } = honest.result.release;
  try {
    for (const set of wanted.filter((name) => sets[name].specs.includes(spec))) {
      for (const [number, tampered] of sets[set].cases(honest).entries()) {
        if (!done.has(`${set} ${spec} ${number}`)) await attempt(set, spec, number, tampered, honest);
      }
    }
  } finally {
    registry.restore(name, version);
  }
}

async function attempt(
  set: string,
  spec: string,
  number: number,
  { tampering, members, paths }: Case,
  honest: HonestRelease,
): Promise<void> {
  const { purl } = honest.result.release;
  const tarball = await writeMembers(members);
  const copy = { tarball, manifest: statedOf(honest, await readMembers(tarball)) };
  const { result, measured } = await verifyAltered(honest, copy, registry);
  const flagged = ['differs', 'suspicious'].includes(result.verdict.kind) && measured.exitCode === 1;
  const left = new Set(honest.result.verdict.unexplained.map(({ path }) => path));
  const found = named(result).filter((path) => paths.includes(path) || !left.has(path));
  const exact = JSON.stringify(found) === JSON.stringify([...paths].sort());
  const ok = flagged && exact;
  count[ok ? 'flagged' : 'missed'] += 1;
  const line = {
    set,
    spec,
    number,
    ok,
    release: purl,
    tampering,
    verdict: result.verdict.kind,
    exitCode: measured.exitCode,
    tampered: paths,
    named: found,
    signals: [...new Set(result.findings.map(({ signal }) => signal))],
    seconds: Math.round(measured.seconds * 10) / 10,
  };
  await appendFile(values.to, `${JSON.stringify(line)}\n`);
  const what = `${result.verdict.kind}, named ${found.join(', ')}`;
  console.log(
    `${ok ? 'ok  ' : 'FAIL'} ${spec}  ${tampering} (${paths.join(', ')}): ${what}  ${line.seconds} s`,
  );
}

/** Paths that the report says nothing accounts for, or that the archive's oddities name. */
function named(result: Result): string[] {
  const odd = result.archive.oddities.filter(({ overwrites }) => overwrites).map(({ path }) => path);
  return [...new Set([...result.verdict.unexplained.map(({ path }) => path), ...odd])]
    .filter((path) => path !== null)
    .sort();
}

/** Lines of an interrupted run of the very same code and seed. */
async function earlier(): Promise<{ set: string; spec: string; number: number; ok: boolean }[]> {
  const text = await readFile(values.to, 'utf8').catch(() => '{}');
  const [before, ...kept] = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return before.revision === head.revision && before.seed === head.seed ? kept.filter(({ ok }) => ok) : [];
}
