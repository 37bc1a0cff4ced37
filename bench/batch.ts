/**
 * Real releases as one batch, and each by a run of its own, from the same caches: what a batch saves.
 *
 *   npm run bench:batch -- [list.tsv] --mirrors dir [--only text] [-- options of both]
 *
 * Both begin with what the caches have and end with the same, so run it where a run of the list came before. A batch works at as many
 * releases at a time as it does by default; single runs follow each other, each a process of its own, in the order of the list.
 * Processor time is that of the command and of everything that it started, sandboxes too.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { BatchResult } from '../src/batch/conclude.js';
import { Bounds } from './bounds.js';
import { cli, measure, processorOf } from './command.js';
import { labLine } from './lab-line.js';
import { readList, usualList } from './list.js';
import { mirrorsIn } from './mirrors.js';

const split = process.argv.indexOf('--', 2);
const { values, positionals } = parseArgs({
  args: process.argv.slice(2, split === -1 ? undefined : split),
  allowPositionals: true,
  options: { mirrors: { type: 'string' }, only: { type: 'string', default: '' } },
});
