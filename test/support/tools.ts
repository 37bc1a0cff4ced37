import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { configSchema } from '../../src/config/schema.js';
import type { Context } from '../../src/context.js';
import { refusalOf } from '../../src/npm/registry-proxy/refused-release.js';
import { provideToolchain } from '../../src/npm/toolchain.js';
import { toolPackages } from '../../src/npm/toolchain-packages.js';
import { toolCommands } from '../../src/npm/toolchain-shims.js';

/** Tools stay below node_modules, so that tests unpack each once; they are checked before each use. */
const cache = fileURLToPath(new URL('../../node_modules/.cache/test-tools', import.meta.url));

/** A context for stages that are called without the command line. */
export const testContext = (options: Partial<Context> = {}): Context => ({
  config: configSchema.parse({}),
  cache,
  offline: false,
  signal: new AbortController().signal,
  progress: () => undefined,
  ...options,
});

/** A package manager as it is on the host, for clients that run outside of a sandbox. */
export interface HostTool {
  /** What starts it: the node with its script, or a program of the machine. */
  command: readonly [string, ...string[]];
  /** Folder of that node. */
  folder: string;
}

/** Provides a manager from the machine's own registry; `node` null is the node that runs the tests. */
export async function hostTool(name: string, version: string, node: string | null): Promise<HostTool> {
  const nothing = refusalOf({ name: 'nothing', version: '0.0.0', integrity: [] });
  const commands = await mkdtemp(join(tmpdir(), 'reprove-test-'));
  const tools = [{ name, version }, ...(node === null ? [] : [{ name: 'node', version: node }])];
  const { mounts } = await provideToolchain(tools, commands, nothing, testContext());
  await rm(commands, { recursive: true });
  const manifest = JSON.parse(await readFile(join(mounts[0]!.from, 'package.json'), 'utf8'));
  const { commands: names, program } = toolPackages(process.arch).find(({ tool }) => tool === name)!;
  const runtime = node === null ? process.execPath : join(mounts[1]!.from, 'bin/node');
  const folder = dirname(runtime);
  if (program !== null) return { command: [join(mounts[0]!.from, program)], folder };
  const script = join(mounts[0]!.from, toolCommands(manifest, names).get(names[0]!)!);
  return { command: [runtime, script], folder };
}
