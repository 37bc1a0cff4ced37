/**
 * Real releases each by a run of its own, and then as one batch, from the same caches: what a batch saves.
 *
 *   npm run bench:batch -- [list.tsv] --mirrors dir [--only text] [-- options of both, such as --sandbox bubblewrap]
 *
 * Both begin with what the caches have and end with the same, so run it after a run of the list. A batch works at as many releases at a
 * time as it does by default; single runs follow each other, each a process of its own, in the order of the list. Processor time is that of
 * a command and of everything it started, sandboxes too.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { BatchResult } from '../src/batch/conclude.js';
import { Bounds } from './bounds.js';
import { cli, measure, processorSecondsOfChildren, verify } from './command.js';
import { readList, usualList } from './list.js';
import { mirrorsIn } from './mirrors.js';

const split = process.argv.indexOf('--', 2);
const { values, positionals } = parseArgs({
  args: process.argv.slice(2, split === -1 ? undefined : split),
  allowPositionals: true,
  options: { mirrors: { type: 'string' }, only: { type: 'string', default: '' } },
});
const options = split === -1 ? [] : process.argv.slice(split + 1);
const mostOfSum = 0.6;

const listed = (await readList(positionals[0] ?? usualList)).filter(({ spec }) => spec.includes(values.only));
const folder = await mkdtemp(join(tmpdir(), 'reprove-bench-'));
const mirrors = await mirrorsIn(values.mirrors);
const bounds = new Bounds();
try {
  const single = await singles();
  const together = await batch(single.stated);
  const share = together.seconds / single.seconds;
  bounds.tell(
    `${listed.length} releases: ${single.seconds.toFixed(0)} s by single runs, ${together.seconds.toFixed(0)} s as one batch, ` +
      `${percent(share)} (at most ${percent(mostOfSum)}); of processor time ${single.processor.toFixed(0)} s and ${together.processor.toFixed(0)} s, ${percent(together.processor / single.processor)}`,
    share <= mostOfSum,
  );
  bounds.tell(
    `verdicts of both: ${JSON.stringify(together.verdicts)}`,
    JSON.stringify(together.verdicts) === JSON.stringify(single.verdicts),
  );
} finally {
  await mirrors.remove();
  await rm(folder, { recursive: true });
}
bounds.end();

/** Verifies each by a run of its own. Also tells which repository of the list stands for which address that is stated. */
async function singles() {
  const stated = new Map<string, string>();
  const verdicts: Record<string, number> = {};
  const processorBefore = await processorSecondsOfChildren();
  let seconds = 0;
  for (const { spec, repository } of listed) {
    const { result, measured } = await verify(spec, [...(await mirrors.options(repository)), ...options]);
    if (result.source !== null) stated.set(result.source.repository, repository);
    verdicts[result.verdict.kind] = (verdicts[result.verdict.kind] ?? 0) + 1;
    seconds += measured.seconds;
  }
  return {
    seconds,
    stated,
    verdicts: sorted(verdicts),
    processor: (await processorSecondsOfChildren()) - processorBefore,
  };
}

async function batch(stated: ReadonlyMap<string, string>) {
  const list = join(folder, 'releases.txt');
  await writeFile(list, listed.map(({ spec }) => `${spec}\n`).join(''));
  const processorBefore = await processorSecondsOfChildren();
  const { stdout, stderr, seconds } = await measure(process.execPath, [
    ...[cli, 'batch', list, '--json', '--state', join(folder, 'state')],
    ...(await mirrors.optionsForAll(stated)),
    ...options,
  ]);
  if (stdout === '') throw new Error(stderr);
  const { verdicts, failed } = JSON.parse(stdout) as BatchResult;
  for (const { name, version, message } of failed) console.log(`${name}@${version}: ${message}`);
  return {
    seconds,
    verdicts: sorted(verdicts),
    processor: (await processorSecondsOfChildren()) - processorBefore,
  };
}

function sorted(verdicts: Partial<Record<string, number>>) {
  return Object.fromEntries(Object.entries(verdicts).sort());
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
