import type { Io } from '../io.js';
import { lineProgress } from './lines.js';
import { type Progress, silentProgress } from './progress.js';

/** A live display on a terminal, lines elsewhere and with `-v`, nothing with `--json` alone. */
export async function startProgress(
  specs: readonly string[],
  { stderr, env }: Io,
  { quiet, verbose }: { quiet: boolean; verbose: boolean },
): Promise<Progress> {
  if (verbose) return lineProgress(specs, stderr, true);
  if (quiet) return silentProgress;
  if (stderr.isTTY !== true || env.TERM === 'dumb') return lineProgress(specs, stderr, false);
  const { liveProgress } = await import('./live.js');
  return liveProgress(specs, stderr);
}
