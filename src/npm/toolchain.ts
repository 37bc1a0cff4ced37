import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../context.js';
import type { ToolVersion } from '../ecosystem.js';
import { ReproveError } from '../errors.js';
import type { Mount } from '../sandbox/engine.js';
import type { Material, Tool } from '../sandbox/schema.js';
import { npmConfiguration } from './configuration.js';
import { RegistryError } from './registry-error.js';
import type { Refusal } from './registry-proxy/refused-release.js';
import { tarballs } from './registry-proxy/tarballs.js';
import {
  registryOf,
  type Upstream,
  type UpstreamPackument,
  type UpstreamVersion,
  upstreamPackument,
} from './registry-proxy/upstream.js';
import { ToolchainError } from './toolchain-error.js';
import { type ToolPackage, toolPackages } from './toolchain-packages.js';
import { insideCommands, shim, toolCommands, toolPath } from './toolchain-shims.js';
import { unpackTool } from './toolchain-unpack.js';

/** Age (ms) up to which a cached list of a tool's versions is good enough. */
const freshFor = 3_600_000;

/** Time (ms) for which a process does not ask its own cache again. */
const toldFor = 60_000;

/** The registry as the user's npm configuration has it. */
export async function registryUpstream({ cache, offline, signal }: Context): Promise<Upstream> {
  return { options: await npmConfiguration({ offline }), cache, signal };
}

/** Bytes of all tarballs of one plan's tools. */
const maxBytes = 2 ** 30;

/** What a registry answers that doesn't carry a tool, or doesn't show it to this user; the first is for offline use. */
const absent = [
  'E_OFFLINE_NOT_CACHED',
  'E_NO_SUCH_PACKAGE',
  'E_REGISTRY_FORBIDDEN',
  'E_REGISTRY_UNAUTHORIZED',
];

/** What a registry has of one tool. */
interface ToolList {
  versions: ToolVersion[];
  /** By version. */
  dists: ReadonlyMap<string, UpstreamVersion['dist']>;
}

/** What this process was told by a registry, and when (ms): the lists are long, and each release of a batch is planned with them. */
const told = new Map<string, { at: number; lists: Promise<ReadonlyMap<string, ToolList>> }>();

/**
 * Versions of every tool that a plan may name, by tool. One that the registry (or, offline, the cache) doesn't have is absent. Throws
 * `RegistryError` when the registry can't be asked.
 */
export async function toolVersions(context: Context): Promise<ReadonlyMap<string, ToolVersion[]>> {
  const lists = await toolLists(await registryUpstream(context));
  return new Map([...lists].map(([tool, { versions }]) => [tool, versions]));
}

async function toolLists(upstream: Upstream): Promise<ReadonlyMap<string, ToolList>> {
  const addresses = toolPackages(process.arch).map(({ name }) => registryOf(name, upstream));
  const key = JSON.stringify([upstream.cache, upstream.options.offline, addresses]);
  const known = told.get(key);
  if (known !== undefined && Date.now() - known.at < toldFor) return known.lists;
  const lists = listsOf(upstream);
  told.set(key, { at: Date.now(), lists });
  lists.catch(() => told.delete(key));
  return lists;
}

async function listsOf(upstream: Upstream): Promise<Map<string, ToolList>> {
  const lists = await Promise.all(
    toolPackages(process.arch).map(async (tool): Promise<[string, ToolList][]> => {
      const packument = await upstreamPackument(tool.name, Date.now() - freshFor, upstream).catch(
        (error: unknown) => {
          if (error instanceof RegistryError && absent.includes(error.code)) return null;
          throw error;
        },
      );
      return packument === null ? [] : [[tool.tool, listOf(tool, packument)]];
    }),
  );
  return new Map(lists.flat());
}

function listOf(tool: ToolPackage, { versions: all, time }: UpstreamPackument): ToolList {
  const had = Object.entries(all).filter(([version]) => tool.has(Number.parseInt(version, 10)));
  return {
    versions: had.map(([version]) => ({
      version,
      publishedAt: typeof time[version] === 'string' ? time[version] : null,
    })),
    dists: new Map(had.map(([version, { dist }]) => [version, dist])),
  };
}

/** Tools made ready for the sandbox. */
export interface Toolchain {
  mounts: Mount[];
  materials: Material[];
}

/**
 * Makes the tools of a plan ready: checked against their integrity, unpacked once into the cache, commands in `commands` (an existing
 * private host folder, which is filled). The release under verification is no tool for its own build. Throws `ToolchainError`.
 */
export async function provideToolchain(
  tools: readonly Pick<Tool, 'name' | 'version'>[],
  commands: string,
  refusal: Refusal,
  context: Context,
): Promise<Toolchain> {
  const upstream = await registryUpstream(context);
  const provided = await Promise.all(tools.map((tool) => provideTool(tool, refusal, upstream, context)));
  await mkdir(commands, { recursive: true });
  // For the sandbox's user, whatever umask is ours.
  await chmod(commands, 0o755);
  for (const { tool, path, commands: names, program } of provided) {
    if (program !== null) {
      const target = `${toolPath(tool)}/${program}`;
      for (const command of names) await symlink(target, join(commands, command));
      continue;
    }
    const manifest = JSON.parse(await readFile(join(path, 'package.json'), 'utf8'));
    for (const [command, script] of toolCommands(manifest, names)) {
      await writeFile(join(commands, command), shim(tool, script));
      await chmod(join(commands, command), 0o755);
    }
  }
  const mounts = provided.map(({ tool, path }) => ({ from: path, to: toolPath(tool), writable: false }));
  return {
    mounts: [...mounts, { from: commands, to: insideCommands, writable: false }],
    materials: provided.map(({ material }) => material),
  };
}

async function provideTool(
  { name: tool, version }: Pick<Tool, 'name' | 'version'>,
  refusal: Refusal,
  upstream: Upstream,
  context: Context,
) {
  const known = toolPackages(process.arch).find((candidate) => candidate.tool === tool);
  if (known === undefined || !known.has(Number.parseInt(version, 10))) throw unknown(tool, version);
  const { name, commands, program } = known;
  const dist = await distOf(name, tool, version, upstream);
  const { integrity, shasum } = dist;
  if (refusal.names(name, version) || refusal.matches({ integrity, shasum })) {
    throw new ToolchainError({
      code: 'E_TOOL_REFUSED',
      message: `${tool} ${version} is the release under verification and can't be a tool of its own build`,
      hint: 'Its source can still be compared without a rebuild: --no-rebuild.',
    });
  }
  const key = `${name.replace(/[^\w.-]/g, '+')}-${version}-${shortOf(integrity)}`;
  try {
    const path = await unpackTool(join(context.cache, 'tools'), key, integrity, async () => {
      const found = await tarballs(upstream, maxBytes).fetch(name, version, dist);
      if (!Buffer.isBuffer(found.content)) await found.content.close();
      return { path: found.path, integrity };
    });
    return { tool, path, commands, program, material: { name, version, integrity } };
  } catch (cause) {
    throw unreachable(tool, version, context.signal, cause);
  }
}

/** Asks the registry again when what is known of it doesn't have the version yet. */
async function distOf(name: string, tool: string, version: string, upstream: Upstream) {
  const asked = async () => {
    const { versions } = await upstreamPackument(name, Date.now(), upstream);
    return Object.hasOwn(versions, version) ? versions[version]?.dist : undefined;
  };
  const known = async () => (await toolLists(upstream)).get(tool)?.dists.get(version);
  for (const look of [known, asked]) {
    const dist = await look().catch((cause: unknown) => {
      throw unreachable(tool, version, upstream.signal, cause);
    });
    const { tarball, integrity, shasum } = dist ?? {};
    if (typeof integrity === 'string') return { tarball, integrity, shasum };
  }
  throw unknown(tool, version);
}

const shortOf = (integrity: string): string =>
  Buffer.from(integrity.replace(/^\w+-/, ''), 'base64').toString('hex').slice(0, 16);

const unknown = (tool: string, version: string): ToolchainError =>
  new ToolchainError({
    code: 'E_TOOL_UNKNOWN',
    message: `${tool} ${version} can't be had from the configured registry for ${process.arch}`,
    hint: 'See that the registry of your npm configuration carries it, or name another version in the plan.',
  });

function unreachable(tool: string, version: string, signal: AbortSignal, cause: unknown): unknown {
  if (signal.aborted) return signal.reason;
  const { code, message } = cause as NodeJS.ErrnoException;
  return new ToolchainError({
    code: 'E_TOOL_UNREACHABLE',
    message: `${tool} ${version} can't be fetched and unpacked (${code ?? message})`,
    hint:
      cause instanceof ReproveError
        ? cause.hint
        : 'See that the cache folder can be written and that its disk has room.',
    cause,
  });
}
