/**
 * Peak resident memory of reprove itself on a large release.
 *
 *   npm run bench:memory -- [spec…] [-- options of verify]
 */
import { benchArguments } from './arguments.js';
import { verify } from './command.js';

const { specs, options } = benchArguments(['typescript@5.9.2']);
const limit = 300e6;

for (const spec of specs) {
  const { result, measured } = await verify(spec, options);
  const { entries, bytes } = result.archive;
  console.log(
    `${spec}  ${result.verdict.kind}  ${entries} entries, ${(bytes / 1e6).toFixed(1)} MB  peak ${(measured.peakBytes / 1e6).toFixed(0)} MB (at most ${limit / 1e6})`,
  );
  if (measured.peakBytes > limit) process.exitCode = 1;
}
