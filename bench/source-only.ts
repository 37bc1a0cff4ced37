/**
 * What a verdict by source alone costs, against `npm pack` of the same release in the same run. Both are run once before,
 * so that caches and mirrors are warm, then five times in turn.
 *
 *   npm run bench:source-only -- [spec…] [-- options of verify, such as --config file]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchArguments } from './arguments.js';
import { measure, median, verify } from './command.js';

const { specs, options } = benchArguments(['execa@10.0.1', 'express@5.2.1', 'ws@8.21.0']);
const limit = 2;
const runs = 5;

const folder = await mkdtemp(join(tmpdir(), 'reprove-bench-'));
let failed = false;
for (const spec of specs) {
  const pack = () => measure('npm', ['pack', spec, '--silent'], { cwd: folder });
  const check = () => verify(spec, ['--no-rebuild', ...options]);
  await pack();
  const { result } = await check();
  const packed: number[] = [];
  const verified: number[] = [];
  for (let run = 0; run < runs; run++) {
    packed.push((await pack()).seconds);
    verified.push((await check()).measured.seconds);
  }
  const ratio = median(verified) / median(packed);
  failed ||= ratio > limit || result.verdict.kind !== 'reproduced';
  console.log(
    `${spec}  ${result.verdict.kind}  npm pack ${median(packed).toFixed(2)} s  verify ${median(verified).toFixed(2)} s  ratio ${ratio.toFixed(2)} (at most ${limit})`,
  );
}
await rm(folder, { recursive: true });
process.exitCode = failed ? 1 : 0;
