import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sandboxLimitsSchema } from '../config/schema.js';
import type { SandboxEngine } from './engine.js';
import { inside } from './layout.js';
import { removeWork } from './remove-work.js';

/**
 * Runs `true` in an engine, with every barrier it has, and says whether that worked. Our own Node serves as the toolchain:
 * only what can run in the sandbox proves that the sandbox runs.
 */
export async function probeStep(
  run: SandboxEngine['run'],
): Promise<{ ok: true } | { ok: false; why: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'reprove-probe-'));
  try {
    const work = join(folder, 'work');
    await mkdir(work);
    const outcome = await run({
      step: {
        name: 'probe',
        phase: 'build',
        command: ['/bin/true'],
        directory: '',
        environment: {},
        network: 'none',
        optional: false,
        reason: '',
      },
      work,
      workPath: inside.work,
      mounts: [{ from: dirname(process.execPath), to: inside.tools, writable: false }],
      environment: { PATH: '/usr/bin:/bin' },
      helperNode: `${inside.tools}/node`,
      socket: null,
      port: inside.port,
      limits: sandboxLimitsSchema.parse({ wallSeconds: 20 }),
      log: join(folder, 'log'),
      signal: new AbortController().signal,
    });
    if (outcome.exitCode === 0) return { ok: true };
    return { ok: false, why: outcome.lastLines.join('; ') || `ended by ${outcome.endedBy}` };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : String(error) };
  } finally {
    await removeWork(folder);
  }
}
