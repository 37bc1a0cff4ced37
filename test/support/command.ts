import { run } from '../../src/cli/run.js';
import type { Services } from '../../src/cli/services.js';
import { decide } from '../../src/policy/decide.js';
import { temporaryFolder } from './folder.js';
import { result } from './result.js';

/** What a command printed and returned. */
export interface CommandRun {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** A command line in this process: a home of its own, which is its current folder unless another is given, and stages that a test replaces as it likes. */
export async function commandLine(replaced: Partial<Services> = {}, cwd?: string) {
  const folder = await temporaryFolder();
  const controller = new AbortController();
  const env: Record<string, string> = { HOME: folder, PATH: process.env.PATH ?? '' };
  const terminals = { stdout: false, stderr: false };
  const services: Services = {
    pipeline: async () => ({
      verify: async (spec) => result({ release: { ...result().release, name: spec } }),
      planRelease: () => Promise.reject(new Error('no test gave planRelease')),
    }),
    comparing: async () => ({ diff: () => Promise.reject(new Error('no test gave diff')) }),
    checking: async () => ({
      checkRelease: () => Promise.reject(new Error('no test gave checkRelease')),
      checkKnown: () => Promise.reject(new Error('no test gave checkKnown')),
      checkLockfile: () => Promise.reject(new Error('no test gave checkLockfile')),
    }),
    repeating: async () => ({ repeat: () => Promise.reject(new Error('no test gave repeat')) }),
    reasons: async () => ({ why: () => Promise.reject(new Error('no test gave why')) }),
    deciding: async () => ({ decide }),
    planning: async () => ({ planScript: (plan) => `#!/bin/sh\n# plan ${plan.rank}\n` }),
    sandbox: async () => ({ engines: () => [] }),
    registry: () => Promise.reject(new Error('no test gave a registry')),
    ...replaced,
  };
  return {
    folder,
    env,
    controller,
    terminals,
    async run(...argv: string[]): Promise<CommandRun> {
      const written = { stdout: '', stderr: '' };
      const stream = (name: 'stdout' | 'stderr') => ({
        isTTY: terminals[name],
        write: (text: string) => {
          written[name] += text;
        },
      });
      const io = { stdout: stream('stdout'), stderr: stream('stderr'), env, cwd: cwd ?? folder };
      const exitCode = await run(argv, io, services, controller.signal);
      return { exitCode, ...written };
    },
  };
}
