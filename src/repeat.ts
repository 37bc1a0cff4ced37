import { setMaxListeners } from 'node:events';
import type { Config } from './config/schema.js';
import type { Context } from './context.js';
import type { Ecosystem } from './ecosystem.js';
import { ecosystemNamed } from './ecosystems.js';
import { exitCodes, ReproveError } from './errors.js';
import { changesOf } from './repeat/changes.js';
import { compareRepeated } from './repeat/compare.js';
import { type Ground, runAgain } from './repeat/run.js';
import { type Change, type Repeated, type RepeatResult, repeatSchemaVersion } from './repeat/schema.js';
import type { Result } from './result.js';
import { chooseEngine } from './sandbox/choose.js';
import type { Rebuild } from './sandbox/schema.js';
import { locate } from './source/locate.js';
import { version } from './version.js';

/** A result that can't be repeated as it is. */
class RepeatError extends ReproveError {
  constructor(message: string, hint: string) {
    super({ code: 'E_NOT_REPEATABLE', message, hint, exitCode: exitCodes.usage });
  }
}

/**
 * Runs the rebuilds of a result again: the very plans, from the very commit, with the very packages, and says whether they came out the
 * same; if not, whether the world is another now or the build makes something else each time.
 *
 * @throws {ReproveError} `E_NOT_REPEATABLE` (exit code 2); what resolving, git, tools and sandbox throw.
 */
export async function repeat(
  result: Result,
  { sandbox }: { sandbox: Config['sandbox']['engine'] },
  context: Context,
): Promise<RepeatResult> {
  setMaxListeners(0, context.signal);
  const ecosystem = await ecosystemNamed(result.release.ecosystem);
  const packed = repeatable(result, ecosystem);
  const { purl, integrity } = result.release;
  const resolved = await ecosystem.resolve(purl, context);
  if (resolved.release.integrity !== integrity) {
    const now = resolved.release.integrity;
    return conclude(result, [{ kind: 'release', what: purl, before: integrity, now }], []);
  }
  const { repository, commit, directory } = result.source!;
  const located = await locate(
    resolved.claim,
    resolved.archive.entries,
    { source: repository, ref: commit, directory },
    context,
  );
  if (!located.ok) {
    const { message, reason } = located.failure;
    if (reason === 'repository-unreachable' || reason === 'access-denied') throw unreachable(message);
    return conclude(
      result,
      [{ kind: 'source', what: `${repository}: ${message}`, before: commit, now: null }],
      [],
    );
  }
  try {
    const choice = await chooseEngine(sandbox, context.config.sandbox);
    if ('failure' in choice) throw choice.failure;
    const { engine, availability } = choice;
    const ground = { ecosystem, resolved, located, engine, engineLabel: availability.label, context };
    return await repeatAll(result, packed, ground);
  } finally {
    await located.repository.close();
  }
}

async function repeatAll(result: Result, packed: readonly Rebuild[], ground: Ground): Promise<RepeatResult> {
  const changes: Change[] = [];
  const rebuilds: Repeated[] = [];
  for (const before of packed) {
    const { rebuild, entries } = await runAgain(before, ground);
    const changed = changesOf(before, rebuild);
    changes.push(...changed, ...(rebuild.failure === null ? [] : await lost(before, rebuild, ground)));
    rebuilds.push(compareRepeated(result, before, rebuild, entries));
  }
  const each = new Map(changes.map((change) => [JSON.stringify(change), change]));
  return conclude(result, [...each.values()], rebuilds);
}

/** After a failure: which of the packages that it was not served any more can't be had, or not with those bytes. */
async function lost(
  before: Rebuild,
  { materials }: Rebuild,
  { ecosystem, context }: Ground,
): Promise<Change[]> {
  const served = new Set(materials.map(({ name, version: of }) => `${name}@${of}`));
  const unserved = before.materials.filter(({ name, version: of }) => !served.has(`${name}@${of}`));
  const now = await ecosystem.publishedMaterials(unserved, context);
  return unserved.flatMap((material): Change[] => {
    const what = `${material.name}@${material.version}`;
    const found = now.get(what);
    if (found === undefined || found === material.integrity) return [];
    const kind = found === null ? 'material-lost' : 'material-other';
    return [{ kind, what, before: material.integrity, now: found }];
  });
}

/** Rebuilds that packed something. A plan that is not what its digest says is nobody's plan. */
function repeatable(result: Result, ecosystem: Ecosystem): Rebuild[] {
  const packed = result.rebuilds.filter(({ outcome }) => outcome === 'packed');
  if (result.source === null || packed.length === 0) {
    throw new RepeatError(
      `${result.release.purl} was not rebuilt, so that there is nothing to repeat`,
      'Verify it again: `reprove verify` compares with the source.',
    );
  }
  const edited = packed.find(({ plan }) => ecosystem.planDigest(plan) !== plan.digest);
  if (edited === undefined) return packed;
  throw new RepeatError(
    `a plan in the result of ${result.release.purl} is not the one that its digest names`,
    'Take the result as it was written.',
  );
}

function conclude(
  { release: { purl, integrity } }: Result,
  changes: Change[],
  rebuilds: Repeated[],
): RepeatResult {
  const same = rebuilds.length > 0 && rebuilds.every((each) => each.same !== 'none');
  const outcome = same ? 'same' : changes.length > 0 ? 'changed-world' : 'unreproducible';
  return {
    schemaVersion: repeatSchemaVersion,
    reprove: version,
    release: { purl, integrity },
    outcome,
    summary: summaries[outcome],
    changes,
    rebuilds,
  };
}

const summaries = {
  same: 'It came out the same.',
  unreproducible:
    'From the same source, packages and tools came something else: the build is not reproducible.',
  'changed-world': 'It did not come out the same, and what it was made from is not what it was.',
};

const unreachable = (message: string): ReproveError =>
  new ReproveError({
    code: 'E_SOURCE_UNREACHABLE',
    message,
    hint: 'Try again, or map the address to a copy with sourceMirrors.',
    exitCode: exitCodes.environment,
  });
