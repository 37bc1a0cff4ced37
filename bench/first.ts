/**
 * Verifies a list of real releases with the built command line and writes one JSON line each to
 * `bench/results/first.jsonl`: what was found, by which evidence, and how long it took.
 *
 *   npm run bench:first -- [spec…] [-- options of verify, such as --config file or --sandbox docker]
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { benchArguments } from './arguments.js';
import { verify } from './command.js';
import { summaryLine } from './summary-line.js';

const { specs, options } = benchArguments([
  'execa@10.0.1',
  'ws@8.21.0',
  'express@5.2.1',
  'chalk@5.6.2',
  'debug@4.4.3',
  'semver@7.8.5',
  'lru-cache@11.3.6',
  'uuid@14.0.1',
  'glob@13.0.6',
  'minipass@7.1.3',
  'signal-exit@4.1.0',
  'react-grid-layout@1.5.3',
]);

// Options with values that belong to this machine stay out of the committed command.
const local = ['--config', '--cache'];
const shared = options.filter(
  (option, at) => !local.includes(option) && !local.includes(options[at - 1] ?? ''),
);
const lines = [JSON.stringify({ command: ['reprove', 'verify', '<purl>', '--json', ...shared].join(' ') })];
for (const spec of specs) {
  const { result, measured } = await verify(spec, options);
  lines.push(JSON.stringify(summaryLine(result, measured)));
  console.log(
    `${spec}  ${result.verdict.kind} ${result.verdict.level ?? ''}  ${measured.seconds.toFixed(1)} s`,
  );
}
await mkdir('bench/results', { recursive: true });
await writeFile('bench/results/first.jsonl', `${lines.join('\n')}\n`);
