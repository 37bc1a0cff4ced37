import { readArchive } from '../archive/read.js';
import type { Entry } from '../archive/schema.js';
import type { Context } from '../context.js';
import type { Ecosystem, ResolvedRelease } from '../ecosystem.js';
import type { SandboxEngine } from '../sandbox/engine.js';
import { runPlan } from '../sandbox/rebuild.js';
import { runFolder } from '../sandbox/run-folder.js';
import type { Rebuild } from '../sandbox/schema.js';
import { lackingContent } from '../source/checkout.js';
import type { Located } from '../source/locate.js';

/** What every repetition of a result shares. */
export interface Ground {
  ecosystem: Ecosystem;
  resolved: ResolvedRelease;
  located: Extract<Located, { ok: true }>;
  engine: SandboxEngine;
  engineLabel: string;
  context: Context;
}

/** Bytes of the longest lockfile that is read. */
const longest = 64 * 2 ** 20;

/** Nothing that was kept is used, and nothing is kept. */
const noSnapshots = { start: async () => null, reach: async () => undefined };

/** Runs the plan of a rebuild once more, from the commit, held to the materials that it was served then. */
export async function runAgain(
  { plan, materials }: Rebuild,
  { ecosystem, resolved, located, engine, engineLabel, context }: Ground,
): Promise<{ rebuild: Rebuild; entries: Entry[] | null }> {
  const subject = resolved.release.purl;
  const say = (message: string) => context.progress({ subject, stage: 'rebuild', message });
  say(
    `plan ${plan.rank}: making ready ${plan.tools.map(({ name, version }) => `${name} ${version}`).join(', ')}`,
  );
  const lockfile = await textAt(plan.lockfile, located);
  const supply = await ecosystem.supply(plan, resolved, lockfile, context, materials);
  const folder = await runFolder(context.cache);
  try {
    const { rebuild, packed } = await runPlan({
      plan,
      engine,
      engineLabel,
      supply,
      folder,
      own: ecosystem.ownRelease(resolved),
      snapshots: noSnapshots,
      checkout: async (into) => lackingContent(await located.repository.checkout(located.tree, into)),
      readFailure: ecosystem.readFailure,
      context,
      onStep: (step) => say(`plan ${plan.rank}: ${step.name}`),
    });
    if (packed === null) return { rebuild, entries: null };
    const { archive } = await readArchive(packed.tarball, { limits: context.config.archive });
    return { rebuild, entries: archive.entries };
  } finally {
    await supply.close();
    await folder.remove();
  }
}

async function textAt(path: string | null, { tree, repository }: Ground['located']): Promise<string | null> {
  const object = path === null ? undefined : tree.files.get(path)?.object;
  if (object === undefined) return null;
  const contents = await repository.readBlobs([object], longest);
  return contents.get(object)?.toString('utf8') ?? null;
}
