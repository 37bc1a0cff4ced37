import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa, type ResultPromise } from 'execa';
import type { Result } from '../../src/result.js';

// Benches compile this file into a folder one deeper.
const main = ['../..', '../../..']
  .map((up) => new URL(`${up}/dist/bundle/reprove.js`, import.meta.url).pathname)
  .find((path) => existsSync(path))!;

/** What one run of the built command line did. */
export interface CliRun {
  exitCode: number;
  stdout: string;
  stderr: string;
  /** The JSON report, where stdout holds one. */
  result: Result;
}

/** A folder of its own for each test file: home, cache and configuration, all empty at first. */
export interface CliWorld {
  folder: string;
  cache: string;
  configure(config: object): Promise<void>;
  /** `cwd` is the folder where it runs, the world's own unless given. */
  run(args: readonly string[], environment?: Record<string, string>, cwd?: string): Promise<CliRun>;
  /** Starts the command and does not wait. */
  start(args: readonly string[], environment?: Record<string, string>): ResultPromise;
  remove(): Promise<void>;
}

/** Runs the built command line in a world of its own; `environment` usually is that of a local registry. */
export async function cliWorld(environment: Record<string, string>, sharedCache?: string): Promise<CliWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'reprove-e2e-'));
  const cache = sharedCache ?? join(folder, 'cache');
  const config = join(folder, 'reprove.config.json');
  await writeFile(config, '{}');
  const options = (extra: Record<string, string> = {}, cwd = folder) =>
    ({
      cwd,
      reject: false,
      stdin: 'ignore',
      extendEnv: false,
      env: {
        PATH: process.env.PATH ?? '',
        HOME: folder,
        REPROVE_CACHE: cache,
        REPROVE_CONFIG: config,
        ...environment,
        ...extra,
      },
    }) as const;
  return {
    folder,
    cache,
    configure: (value) => writeFile(config, JSON.stringify(value)),
    async run(args, extra, cwd) {
      const ran = await execa(process.execPath, [main, ...args], options(extra, cwd));
      const { exitCode, stdout, stderr } = ran;
      return {
        exitCode: exitCode ?? -1,
        stdout,
        stderr,
        get result() {
          if (!stdout.startsWith('{')) throw new Error(`no JSON report on stdout; stderr: ${stderr}`);
          return JSON.parse(stdout) as Result;
        },
      };
    },
    start: (args, extra) =>
      execa(process.execPath, [main, ...args], options(extra)) as unknown as ResultPromise,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
