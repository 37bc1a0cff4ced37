/**
 * Makes changed copies of honest releases and verifies each as if the registry had it: attacks as they were seen (`injections/shapes/`),
 * changes of syntax at one place (`injections/mutations/`), and what honest publishers do (`injections/controls/`). Which ones, and where,
 * is drawn by a seed. Writes one JSON line a case to `injections.jsonl`, a table to `injections.md`, and ends with 1 when something does
 * not hold that must (`injections/bounds.ts`).
 *
 *   npm run bench:injections -- [--seed text] [--only text,text] [--mirrors dir] [--workers n] [--resume] [--to folder]
 *     [-- options of verify]
 *
 * `--only` takes parts of releases, shapes or `release shape`. Mirrors are as `bench:lab` takes them. Nothing that is injected is ever run.
 */
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { alteredRegistry } from './altered-registry.js';
import { type HonestRelease, honestRelease, statedOf, verifyAltered } from './altered-release.js';
import { boundsOf, sizeBounds } from './injections/bounds.js';
import { controls } from './injections/controls/index.js';
import { type Case, casesOf } from './injections/draw.js';
import { type InjectionLine, injectionLine } from './injections/line.js';
import { mutations } from './injections/mutations/index.js';
import { type ReleaseKind, releases } from './injections/releases.js';
import { shapes } from './injections/shapes/index.js';
import { injectionSummary } from './injections/summary.js';
import { listedRepositories } from './list.js';
import { mirrorsIn } from './mirrors.js';
import { runHead } from './run-head.js';
import { writeMembers } from './tamperings/members.js';

const split = process.argv.indexOf('--', 2);
const { values } = parseArgs({
  args: process.argv.slice(2, split === -1 ? undefined : split),
  options: {
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    mirrors: { type: 'string' },
    workers: { type: 'string', default: '2' },
    resume: { type: 'boolean', default: false },
    to: { type: 'string', default: 'bench/results' },
  },
});
const options = split === -1 ? [] : process.argv.slice(split + 1);
const only = values.only?.split(',') ?? [''];
const isWanted = (name: string) => only.some((text) => name.includes(text));
const known = [...shapes, ...mutations, ...controls];

const to = { lines: join(values.to, 'injections.jsonl'), summary: join(values.to, 'injections.md') };
const head = { ...runHead('npm run bench:injections -- --mirrors <dir>'), seed: values.seed };
await mkdir(values.to, { recursive: true });
const lines = new Map(values.resume ? await earlier() : []);
const dishonest: string[] = [];
await write();
const mirrors = await mirrorsIn(values.mirrors);
const registry = await alteredRegistry();
const repositories = await listedRepositories();
const queue = [...releases.entries()];
try {
  await Promise.all(Array.from({ length: Number(values.workers) }, work));
} finally {
  await registry.close();
  await mirrors.remove();
}
await write();
const all = [...lines.values()];
const bounds = [...boundsOf(all), ...(values.only === undefined ? sizeBounds(all) : [])];
const likes = new Map(known.map(({ id, like }) => [id, like]));
await writeFile(to.summary, injectionSummary(all, bounds, likes, head));
console.log(`\n${await readFile(to.summary, 'utf8')}`);
for (const said of dishonest) console.log(`not honest, and left out: ${said}`);
if (dishonest.length > 0 || bounds.some(({ holds }) => !holds)) process.exitCode = 1;

async function work(): Promise<void> {
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const [position, [spec, kind]] = next;
    if (!known.some(({ id }) => isWanted(`${spec} ${id}`))) continue;
    try {
      await inject(spec, kind, position);
    } catch (error) {
      dishonest.push(`${spec}: ${(error as Error).message}`);
      console.log(`FAIL ${spec}  ${(error as Error).message}`);
    }
  }
}

async function inject(spec: string, kind: ReleaseKind, position: number): Promise<void> {
  const mirrored = await mirrors.options(repositories.get(spec) ?? null);
  const honest = await honestRelease(spec, registry, [...mirrored, ...options]);
  const { name, version } = honest.result.release;
  try {
    for (const drawn of casesOf(honest, position, values.seed)) {
      const id = `${spec} ${drawn.shape.id}`;
      if (lines.has(id) || !isWanted(id)) continue;
      const line = injectionLine(spec, kind, drawn, honest.result, await attempt(honest, drawn));
      lines.set(id, line);
      await appendFile(to.lines, `${JSON.stringify(line)}\n`);
      const fails = boundsOf([line]).filter(({ holds }) => !holds);
      console.log(
        `${fails.length === 0 ? 'ok  ' : 'FAIL'} ${String(lines.size).padStart(3)}  ${id}: ${line.verdict}  ${line.seconds} s` +
          `${line.unnamed.length === 0 ? '' : `, not named: ${line.unnamed.join(', ')}`}${line.message === undefined ? '' : `, ${line.message}`}`,
      );
    }
  } finally {
    registry.restore(name, version);
  }
}

async function attempt(honest: HonestRelease, { members, registry: stated, write = writeMembers }: Case) {
  try {
    const copy = { tarball: await write(members), manifest: { ...statedOf(honest, members), ...stated } };
    return await verifyAltered(honest, copy, registry);
  } catch (error) {
    return error as Error;
  }
}

/** Lines of an interrupted run of the very same code and seed; what ended with an error is tried again. */
async function earlier(): Promise<[string, InjectionLine][]> {
  const text = await readFile(to.lines, 'utf8').catch(() => '{}');
  const [before, ...kept] = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  if (before.revision !== head.revision || before.seed !== head.seed) return [];
  return (kept as InjectionLine[])
    .filter(({ verdict }) => verdict !== 'error')
    .map((line) => [line.case, line]);
}

/** In the order of the list of releases, so that runs can be compared. */
async function write(): Promise<void> {
  const specs = releases.map(([spec]) => spec);
  const sorted = [...lines.values()].sort(
    (left, right) =>
      specs.indexOf(left.release) - specs.indexOf(right.release) || (left.case < right.case ? -1 : 1),
  );
  await writeFile(to.lines, [head, ...sorted].map((line) => `${JSON.stringify(line)}\n`).join(''));
}
