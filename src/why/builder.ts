import { chmod, copyFile, cp, lchown, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readContents } from '../archive/contents.js';
import { readArchive } from '../archive/read.js';
import type { Archive } from '../archive/schema.js';
import type { Reference } from '../compare/reference.js';
import type { Context } from '../context.js';
import type { Ecosystem, ResolvedRelease, Supply } from '../ecosystem.js';
import type { SandboxEngine } from '../sandbox/engine.js';
import { type FolderTar, packFolder, unpackFolder } from '../sandbox/folder-tar.js';
import { part } from '../sandbox/parts.js';
import { type RebuildInput, runPlan } from '../sandbox/rebuild.js';
import { removeWork } from '../sandbox/remove-work.js';
import { runFolder } from '../sandbox/run-folder.js';
import type { Material, Plan, Rebuild } from '../sandbox/schema.js';
import type { Reached } from '../sandbox/snapshot.js';
import { snapshotPoints } from '../sandbox/snapshots.js';
import { lackingContent } from '../source/checkout.js';
import type { Located } from '../source/locate.js';
import type { Setting } from './setting.js';

/** What all builds of one question share. */
export interface Ground {
  ecosystem: Ecosystem;
  resolved: ResolvedRelease;
  located: Extract<Located, { ok: true }>;
  engine: SandboxEngine;
  engineLabel: string;
  /** Text of the lockfile that plans obey, null without one. */
  lockfile: string | null;
  context: Context;
}

/** What one build packed. */
export interface Built {
  rebuild: Rebuild;
  archive: Archive;
  reference: Reference;
  tarball: string;
  /** Contents of some entries, as far as they are small enough to be looked at. */
  read(paths: Iterable<string>): Promise<Map<string, Buffer>>;
}

/** Runs builds under settings of all kinds. */
export interface Builder {
  /** Makes tools ready; throws what these throw. */
  prepare(setting: Setting): Promise<void>;
  build(setting: Setting, held?: Install): Promise<Built | Failed>;
  /** How many were run. */
  count(): number;
  close(): Promise<void>;
}

/** An install of its own, with packages of another day or held to some versions; without it all builds share one. */
interface Install {
  before: string | null;
  heldTo: readonly Material[];
}

/** A build that packed nothing. */
export interface Failed {
  failed: Rebuild;
}

export const isBuilt = (one: Built | Failed): one is Built => 'archive' in one;

/** Bytes of one file, and of all files of a tarball, that are looked at. */
const lookedAt = { one: 8 * 2 ** 20, all: 128 * 2 ** 20 };

/** Bytes of the installed packages at most: one more and each build installs anew. */
const largestInstall = 8 * 2 ** 30;

/** Folder of what is put before the sandbox's own. */
const insideVary = '/run/reprove/vary';

/** Makes ready to build many times from one checkout and one install, which is kept until `close`. */
export async function openBuilder(ground: Ground): Promise<Builder> {
  const folder = await runFolder(ground.context.cache);
  const supplies = new Map<string, Supply>();
  const kept: Kept = { install: null };
  let count = 0;
  const supplyFor = async (plan: Plan, held: Install | undefined): Promise<Supply> => {
    const { ecosystem, resolved, lockfile, context } = ground;
    const key = JSON.stringify([plan.tools, held]);
    const found = supplies.get(key);
    if (found !== undefined) return found;
    const dated = held === undefined ? plan : { ...plan, before: held.before };
    const made = await ecosystem.supply(dated, resolved, lockfile, context, held?.heldTo);
    supplies.set(key, made);
    return made;
  };
  return {
    async build(setting, held) {
      count += 1;
      const place = join(folder.root, `build-${count}`);
      const supply = await supplyFor(setting.plan, held);
      return buildOnce(ground, setting, supply, place, held === undefined ? kept : { install: null });
    },
    async prepare(setting) {
      await supplyFor(setting.plan, undefined);
    },
    count: () => count,
    async close() {
      for (const supply of supplies.values()) await supply.close();
      await folder.remove();
    },
  };
}

/** The install that all builds share, once there is one. */
interface Kept {
  install: { tar: FolderTar; path: string; reached: Reached } | null;
}

async function buildOnce(
  { ecosystem, resolved, located, engine, engineLabel, context }: Ground,
  setting: Setting,
  supply: Supply,
  root: string,
  kept: Kept,
): Promise<Built | Failed> {
  const { plan } = setting;
  const { signal, config } = context;
  const folder = { root, work: join(root, 'work'), logs: join(root, 'logs'), remove: async () => undefined };
  await mkdir(folder.work, { recursive: true });
  await mkdir(folder.logs);
  const { rebuild, packed } = await runPlan({
    plan,
    engine,
    engineLabel,
    supply,
    folder,
    own: ecosystem.ownRelease(resolved),
    snapshots: snapshotsIn(kept, plan, join(root, 'install.tar'), signal),
    checkout: async (into) => lackingContent(await located.repository.checkout(located.tree, into)),
    varied: await variedRun(setting, join(root, 'vary')),
    readFailure: ecosystem.readFailure,
    context,
    onStep: () => undefined,
  });
  await removeWork(folder.work);
  if (packed === null) return { failed: rebuild };
  const { archive } = await readArchive(packed.tarball, { limits: config.archive, signal });
  return {
    rebuild,
    archive,
    reference: packed.reference,
    tarball: packed.tarball,
    read: (paths) =>
      readContents(packed.tarball, new Set(paths), {
        limits: config.archive,
        entryBytes: lookedAt.one,
        totalBytes: lookedAt.all,
        signal,
      }),
  };
}

/** The first build leaves its install for all that follow. */
function snapshotsIn(kept: Kept, plan: Plan, to: string, signal: AbortSignal): RebuildInput['snapshots'] {
  const [installed] = snapshotPoints(plan);
  const installs = plan.steps[0]?.phase === 'install';
  return {
    async start(work) {
      if (kept.install === null) return null;
      const { path, tar, reached } = kept.install;
      await unpackFolder(path, tar, work, signal);
      if (process.getuid?.() === 0) await lchown(work, 0, 0);
      return structuredClone(reached);
    },
    async reach(work, reached) {
      if (!installs || kept.install !== null || reached.steps.length !== installed) return;
      const tar = await packFolder(work, to, largestInstall, signal).catch(() => null);
      if (tar !== null) kept.install = { tar, path: to, reached: structuredClone(reached) };
    },
  };
}

/** Writes what the sandbox is shown besides: settings for node, stand-ins for commands, and files of /etc where names are others. */
async function variedRun(setting: Setting, to: string): Promise<NonNullable<RebuildInput['varied']>> {
  const { around, clock, reversed, processors, network, environment } = setting;
  await mkdir(join(to, 'bin'), { recursive: true });
  await copyFile(part('vary.cjs'), join(to, 'vary.cjs'));
  await writeFile(join(to, 'settings.json'), JSON.stringify({ clock, reversed, processors }));
  await writeFile(join(to, 'bin', 'date'), dateCommand(clock), { mode: 0o755 });
  const etc = `${to}-etc`;
  await cp(part('etc'), etc, { recursive: true });
  const { user, home, host } = around;
  const passwd = `root:x:0:0:root:/nonexistent:/usr/sbin/nologin\n${user}:x:1000:1000:${user}:${home}:/bin/sh\n`;
  await writeFile(join(etc, 'passwd'), passwd);
  await writeFile(join(etc, 'group'), `root:x:0:\n${user}:x:1000:\n`);
  await writeFile(join(etc, 'hostname'), `${host}\n`);
  await writeFile(join(etc, 'hosts'), `127.0.0.1\tlocalhost ${host}\n`);
  // For the sandbox's user, whatever umask is ours.
  for (const path of ['', 'bin', 'bin/date']) await chmod(join(to, path), 0o755);
  for (const path of ['vary.cjs', 'settings.json']) await chmod(join(to, path), 0o644);
  const shown = (['passwd', 'group', 'hostname', 'hosts'] as const).map(
    (name) => [name, join(etc, name)] as const,
  );
  return {
    around: { ...around, etc: Object.fromEntries(shown) },
    environment: { NODE_OPTIONS: `--require ${insideVary}/vary.cjs`, ...environment },
    path: `${insideVary}/bin`,
    mounts: [{ from: to, to: insideVary, writable: false }],
    network,
  };
}

/** `date` with the clock that node has; what asks for a stated time, as -d does, gets the true one. */
function dateCommand({ shift, stopped }: Setting['clock']): string {
  const seconds = Math.floor(shift / 1000);
  const now =
    stopped === null ? `$(($(/bin/date +%s) + ${seconds}))` : `${Math.floor(stopped / 1000) + seconds}`;
  const changed = shift === 0 && stopped === null ? '' : `exec /bin/date -d "@${now}" "$@"\n`;
  return `#!/bin/sh\nfor each; do case "$each" in -d*|--d*|-r*|--ref*|-f*|--file*|-s*|--set*) exec /bin/date "$@";; esac; done\n${changed}exec /bin/date "$@"\n`;
}
