import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { defineNormalizer } from '../normalizer.js';
import type { SameProgram } from '../script/same-program.js';

const child = fileURLToPath(new URL('../../../dist/compare/script/child.js', import.meta.url));

/** Of one comparison: bytes of each side, ms, and MiB of the child's heap. */
const limits = { bytes: 12 * 2 ** 20, time: 30_000, heap: 2_048 };

const script = /\.(?:[cm]?[jt]s|[jt]sx)$/i;

/** The same program in another layout, by its syntax tree: what formatters, comment strippers and versions of printers change. */
export const scriptLayout = defineNormalizer({
  name: 'script-layout',
  version: 1,
  makesEqual:
    'Scripts of the same syntax tree: layout, comments, quotes, parentheses, semicolons, spelling of numbers.',
  mayHide:
    'A change that only a program reading its own source text, or the place of an error in it, can see; a comment that a tool unknown to us obeys.',
  applies: (path) => script.test(path),
  normalize({ entry, release, reference }) {
    if (Math.max(release.length, reference.length) > limits.bytes) return null;
    const head = Buffer.from(`${JSON.stringify({ path: entry.path, length: release.length })}\n`);
    const { status, stdout } = spawnSync(process.execPath, [`--max-old-space-size=${limits.heap}`, child], {
      input: Buffer.concat([head, release, reference]),
      timeout: limits.time,
      killSignal: 'SIGKILL',
      stdio: ['pipe', 'pipe', 'ignore'],
      env: {},
    });
    if (status !== 0 || !(JSON.parse(stdout.toString('utf8')) as SameProgram).same) return null;
    return { release: reference, reference, detail: 'the same program in another layout' };
  },
});
