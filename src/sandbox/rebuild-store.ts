import { copyFile, cp, mkdtemp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readArchive } from '../archive/read.js';
import type { Context } from '../context.js';
import type { SupplyLog } from '../ecosystem.js';
import { dropEntry, type EntryName, entryPath, keepEntry, openEntry } from './kept-entry.js';
import type { RebuildOutcome } from './rebuild.js';
import { type RebuildGround, rebuildKey, scopes } from './rebuild-key.js';
import { rebuiltReference } from './rebuilt.js';
import { removeWork } from './remove-work.js';
import type { RunFolder } from './run-folder.js';
import { type Plan, type Rebuild, rebuildSchema } from './schema.js';
import { endedItself, scopeOf } from './snapshots.js';

const storedSchema = z.strictObject({
  /** ISO 8601. */
  madeAt: z.string(),
  rebuild: rebuildSchema,
  /** Ms since 1970 until when it holds; null for ever. */
  until: z.number().nullable(),
});

/** What a registry may answer otherwise some day, as it comes to have what it was asked for in vain or newer versions, holds this long, ms. */
const answersHold = 7 * 24 * 3_600_000;

/** Failures after the last step that are the build's own, whatever our limits are. */
const ownAfterSteps = ['nothing-packed', 'several-tarballs', 'not-a-file'];

/** An earlier rebuild of the same plan from the same ground, with its tarball and logs copied to `folder`; null when there is none to be used. */
export async function findRebuild(
  plan: Plan,
  ground: RebuildGround,
  folder: RunFolder,
  context: Context,
): Promise<RebuildOutcome | null> {
  for (const scope of scopes) {
    const name = nameOf(plan, ground, scope, context);
    const stored = await openEntry(name, storedSchema);
    if (stored === null || (stored.until !== null && stored.until < Date.now())) continue;
    const { rebuild, madeAt } = stored;
    if ([...rebuild.materials, ...rebuild.toolMaterials].some((material) => ground.own.is(material)))
      continue;
    try {
      const found = forPlan(rebuild, plan, ground, madeAt);
      const packed = found.outcome === 'packed' ? await takeStored(name, found, folder, context) : null;
      await cp(join(entryPath(name), 'logs'), folder.logs, { recursive: true });
      return { rebuild: found, packed };
    } catch {
      context.signal.throwIfAborted();
      await dropEntry(name);
      await rm(tarballIn(folder), { force: true });
    }
  }
  return null;
}

/** Keeps a rebuild for later verifications, unless its outcome may be another then. */
export async function storeRebuild(
  { rebuild, packed }: RebuildOutcome,
  log: SupplyLog,
  ground: RebuildGround,
  folder: RunFolder,
  context: Context,
): Promise<void> {
  const { plan } = rebuild;
  const scope = scopeOf({ log });
  if (scope === null || !isOwnOutcome(rebuild)) return;
  const name = nameOf(plan, ground, scope, context);
  const prepared = await mkdtemp(join(folder.root, 'rebuild-'));
  try {
    if (packed !== null) await copyFile(packed.tarball, join(prepared, 'packed.tgz'));
    await cp(folder.logs, join(prepared, 'logs'), { recursive: true });
    const inVain = rebuild.failure !== null && log.refusals.length > 0;
    const newest = scope === 'own' && plan.before === null;
    const until = newest || inVain ? Date.now() + answersHold : null;
    const record: z.input<typeof storedSchema> = {
      madeAt: new Date().toISOString(),
      // Notes on the release under verification are made anew for each.
      rebuild: { ...rebuild, proxyNotes: log.notes },
      until,
    };
    const tarball = packed === null ? 0 : (await stat(packed.tarball)).size;
    const logs = rebuild.steps.reduce((sum, { logBytes }) => sum + logBytes, 0);
    const bytes = tarball + logs + Buffer.byteLength(JSON.stringify(record));
    await keepEntry(name, prepared, { record, bytes }, context.config.cache.sharedBytes);
  } catch (error) {
    // A full disk is no reason to lose what was rebuilt.
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
  } finally {
    await removeWork(prepared);
  }
}

function nameOf(
  plan: Plan,
  ground: RebuildGround,
  scope: (typeof scopes)[number],
  { cache }: Context,
): EntryName {
  return { cache, kind: 'rebuilds', key: rebuildKey('rebuild', plan, plan.steps.length, ground, scope) };
}

/** Where a rebuild of its own would put it, too. */
const tarballIn = ({ root }: RunFolder): string => join(root, 'rebuilt.tgz');

/** Throws when the tarball is not the one that was packed. */
async function takeStored(
  name: EntryName,
  rebuild: Rebuild,
  folder: RunFolder,
  context: Context,
): Promise<RebuildOutcome['packed']> {
  const tarball = tarballIn(folder);
  await copyFile(join(entryPath(name), 'packed.tgz'), tarball);
  const limits = context.config.archive;
  const { archive } = await readArchive(tarball, { limits, signal: context.signal });
  if (archive.integrity !== rebuild.integrity || archive.tarSha256 !== rebuild.tarSha256) {
    throw new Error('the tarball was changed');
  }
  return { tarball, reference: rebuiltReference(rebuild, tarball, archive, limits) };
}

/** An earlier rebuild as one of this plan, which may tell of the same steps in other words. */
function forPlan(rebuild: Rebuild, plan: Plan, { own }: RebuildGround, madeAt: string): Rebuild {
  const { failure, materials } = rebuild;
  const failed = rebuild.plan.steps.findIndex(({ name }) => name === failure?.step);
  return {
    ...rebuild,
    plan,
    failure: failure === null ? null : { ...failure, step: plan.steps[failed]?.name ?? null },
    steps: rebuild.steps.map((step, index) => ({ ...step, name: plan.steps[index]?.name ?? step.name })),
    proxyNotes: [...own.notes(materials), ...rebuild.proxyNotes],
    reusedFrom: madeAt,
  };
}

/**
 * Whether it would come out the same: nothing was ended from outside, and a failure is none of ours. What is kept back for being the
 * release under verification is kept back from it each time; other releases don't see what came of that (`scopeOf`).
 */
function isOwnOutcome({ failure, steps }: Rebuild): boolean {
  if (!steps.every(endedItself)) return false;
  return failure === null || failure.step !== null || ownAfterSteps.includes(failure.cause);
}
