import { basename } from 'node:path';
import type { Context } from '../context.js';
import type { ResolvedRelease, Supply } from '../ecosystem.js';
import { inside } from '../sandbox/layout.js';
import type { Material, Plan } from '../sandbox/schema.js';
import { gitEdit } from './git-dependencies/edit.js';
import { gitPackages } from './git-dependencies/packages.js';
import { applyEdits } from './lockfile-edit.js';
import { type PinnedVersions, pinnedVersions } from './lockfile-pins.js';
import { lostVersions, optionalVersions } from './lost-versions.js';
import { refusedRelease } from './own-release.js';
import { refusalOf } from './registry-proxy/refused-release.js';
import { startRegistryProxy } from './registry-proxy/start.js';
import type { Upstream } from './registry-proxy/upstream.js';
import { supplyFolder } from './supply-folder.js';
import { provideToolchain, registryUpstream } from './toolchain.js';
import { toolchainEnvironment } from './toolchain-environment.js';
import { insideNode } from './toolchain-shims.js';

/** Address of the registry proxy inside the sandbox. */
const publicUrl = `http://127.0.0.1:${inside.port}/`;

/**
 * Makes ready what a plan needs besides the source: its tools, and a registry that shows what existed at the plan's time and what
 * its lockfile (the text, null for none) pins, but never the release under verification. Throws `ToolchainError` when a tool can't be
 * had. `close` leaves nothing behind. `heldTo` is what an earlier rebuild was served, which this one is to repeat.
 */
export async function supply(
  plan: Plan,
  resolved: ResolvedRelease,
  lockfile: string | null,
  context: Context,
  heldTo: readonly Material[] = [],
): Promise<Supply> {
  const { release, claim } = resolved;
  const refuse = refusedRelease(resolved);
  const folder = await supplyFolder();
  const notes: string[] = [];
  const note = (line: string) => void notes.push(line);
  const git = gitPackages(
    {
      publicUrl,
      refusal: refusalOf(refuse),
      ownName: release.name,
      ownRepository: claim.repository,
      before: plan.before,
      note,
    },
    context,
  );
  try {
    const upstream = await registryUpstream(context);
    const [toolchain, pinned, lost] = await Promise.all([
      provideToolchain(plan.tools, folder.commands, refusalOf(refuse), context),
      pinsOf(plan, lockfile),
      lostOf(plan, lockfile, upstream),
    ]);
    const { socket } = folder;
    const { options, cache, signal } = upstream;
    const { before } = plan;
    const proxy = await startRegistryProxy({
      socket,
      publicUrl,
      options,
      before,
      refuse,
      pinned,
      heldTo,
      git,
      cache,
      signal,
    });
    const lostPackages = (names: ReadonlySet<string>) => packagesLost(names, pinned, upstream);
    const tools = plan.tools.map(({ name }) => name);
    return {
      mounts: toolchain.mounts,
      environment: toolchainEnvironment(tools, publicUrl),
      helperNode: insideNode,
      socket,
      port: inside.port,
      toolMaterials: toolchain.materials,
      log() {
        const log = proxy.log();
        return { ...log, notes: [...log.notes, ...notes] };
      },
      edit: (work) =>
        applyEdits(work, plan.edits, { publicUrl, lost, lostPackages }, note, gitEdit(git, plan.lockfile)),
      async close() {
        await proxy.close();
        await folder.remove();
      },
    };
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

async function lostOf({ edits }: Plan, text: string | null, upstream: Upstream): Promise<Set<string>> {
  if (text === null || !edits.some(({ edit }) => edit === 'leave-out-lost')) return new Set();
  return lostVersions(optionalVersions(text), upstream);
}

/** Versions that are looked up for one package.json at most. */
const mostVersions = 500;

/** Which packages have a locked version that the registry doesn't have. */
async function packagesLost(
  names: ReadonlySet<string>,
  { versions }: PinnedVersions,
  upstream: Upstream,
): Promise<Set<string>> {
  const asked = versions.filter(({ name }) => names.has(name)).slice(0, mostVersions);
  const lost = await lostVersions(asked, upstream);
  return new Set([...lost].map((version) => version.slice(0, version.lastIndexOf('@'))));
}

async function pinsOf({ lockfile: path }: Plan, text: string | null): Promise<PinnedVersions> {
  if (path === null || text === null) return { versions: [], note: null };
  return pinnedVersions(basename(path), text);
}
