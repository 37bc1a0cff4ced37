/**
 * Verifies a list of real releases with the built command line and writes one JSON line each to `bench/results/lab.jsonl`, and a
 * summary to `bench/results/lab.md`. Interrupted, it goes on where it stopped with `--resume`.
 *
 *   npm run bench:lab -- [list.tsv] [--mirrors dir] [--only text] [--workers n] [--resume] [--to folder] [-- options of verify]
 *
 * A list has the columns package, version, repository (owner/name) and origin under a heading. Mirrors are folders
 * `<dir>/<owner>+<name>/repo` (bare, or with a work tree). Where a release states an address of which there is no mirror, the
 * list's repository stands for it, as the code host's redirect would.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { verify } from './command.js';
import { groupBy, type LabLine, labLine } from './lab-line.js';
import { labSummary } from './lab-summary.js';
import { type Listed, readList, usualList } from './list.js';
import { mirrorsIn } from './mirrors.js';
import { runHead } from './run-head.js';

const split = process.argv.indexOf('--', 2);
const { values, positionals } = parseArgs({
  args: process.argv.slice(2, split === -1 ? undefined : split),
  allowPositionals: true,
  options: {
    mirrors: { type: 'string' },
    only: { type: 'string' },
    workers: { type: 'string', default: '2' },
    to: { type: 'string', default: 'bench/results' },
    resume: { type: 'boolean', default: false },
  },
});
const options = split === -1 ? [] : process.argv.slice(split + 1);
const listed = (await readList(positionals[0] ?? usualList)).filter(({ spec, repository }) =>
  values.only === undefined
    ? true
    : values.only.split(',').some((text) => `${spec} ${repository}`.includes(text)),
);
if (listed.length === 0) throw new Error('the list has no such release');

const to = { lines: join(values.to, 'lab.jsonl'), summary: join(values.to, 'lab.md') };
const list = positionals.length > 0 ? ' <list>' : '';
const head = runHead(`npm run bench:lab --${list} --mirrors <dir>`);
await mkdir(values.to, { recursive: true });
const done = new Map(values.resume ? await earlier() : []);
const mirrors = await mirrorsIn(values.mirrors);
const started = performance.now();
const groups = groupBy(
  listed.filter(({ spec }) => !done.has(spec)),
  ({ repository }) => repository.toLowerCase(),
);
// The shortest first, so that most is known soon; the few long ones at the end keep every worker busy.
const queue = [...groups.values()].sort((left, right) => left.length - right.length);
try {
  await Promise.all(Array.from({ length: Number(values.workers) }, work));
} finally {
  await mirrors.remove();
}
const seconds = (performance.now() - started) / 1000;
await write();
await writeFile(to.summary, labSummary(ordered(), head, seconds));
console.log(`\n${await readFile(to.summary, 'utf8')}`);

/** Releases of one repository follow each other, so that they share what can be shared. */
async function work(): Promise<void> {
  for (let group = queue.shift(); group !== undefined; group = queue.shift()) {
    for (const release of group) {
      const line = await attempt(release);
      done.set(release.spec, line);
      await write();
      const left = listed.length - done.size;
      console.log(
        `${String(done.size).padStart(3)}/${listed.length}  ${release.spec}  ${line.verdict} ${line.level ?? line.cause ?? ''}  ` +
          `${line.seconds} s${left === 0 ? '' : `, ${left} left`}`,
      );
    }
  }
}

async function attempt({ spec, repository }: Listed): Promise<LabLine> {
  try {
    const { result, measured } = await verify(spec, [...(await mirrors.options(repository)), ...options]);
    return labLine(spec, result, measured);
  } catch (error) {
    return labLine(spec, error as Error);
  }
}

/** Lines of an interrupted run of the very same code. */
async function earlier(): Promise<[string, LabLine][]> {
  if (!existsSync(to.lines)) return [];
  const [first = '', ...lines] = (await readFile(to.lines, 'utf8')).trim().split('\n');
  if (JSON.parse(first).revision !== head.revision) return [];
  return lines.map((line) => JSON.parse(line) as LabLine).map((line) => [line.spec, line]);
}

function ordered(): LabLine[] {
  return listed.flatMap(({ spec }) => done.get(spec) ?? []);
}

async function write(): Promise<void> {
  await writeFile(to.lines, `${[head, ...ordered()].map((line) => JSON.stringify(line)).join('\n')}\n`);
}
