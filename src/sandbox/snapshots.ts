import { join } from 'node:path';
import { type Lock, takeLock } from '../source/lock.js';
import type { EntryName } from './kept-entry.js';
import { type RebuildGround, rebuildKey, type Scope, scopes } from './rebuild-key.js';
import type { Material, Plan } from './schema.js';
import { keepSnapshot, type Reached, startFrom } from './snapshot.js';

/** What the snapshots of one rebuild are taken with. */
export interface SnapshotsInput {
  plan: Plan;
  ground: RebuildGround;
  /** Absolute path of the cache folder. */
  cache: string;
  /** Bytes of all that is kept; 0 keeps nothing. */
  limit: number;
  /** A folder of ours on the cache's file system, removed after the rebuild. */
  scratch: string;
  /** True: earlier ones are not looked for. */
  fresh: boolean;
  signal: AbortSignal;
}

/** Milliseconds to wait for another process that is on its way to the same snapshot, before doing the same work. */
const patience = 15 * 60_000;

/**
 * Counts of steps after which a snapshot is taken: where the install ends, and where packing begins. Edits of the install are undone by
 * then. Pure.
 */
export function snapshotPoints({ steps }: Pick<Plan, 'steps'>): number[] {
  return steps.flatMap(({ phase }, index) => (index > 0 && phase !== steps[index - 1]!.phase ? [index] : []));
}

/**
 * The snapshots that one rebuild starts from and leaves. While it is on the way to one, others that want the same one wait for it.
 */
export class Snapshots {
  readonly #input: SnapshotsInput;
  readonly #locks = new Map<number, Lock>();
  #reached = 0;

  constructor(input: SnapshotsInput) {
    this.#input = input;
  }

  /** Fills `work` from the snapshot that is furthest on the way; null, with `work` an empty folder, when there is none to be used. */
  async start(work: string, toolMaterials: readonly Material[]): Promise<Reached | null> {
    const { plan, fresh, signal } = this.#input;
    const points = snapshotPoints(plan);
    // Shortest first, for all: nobody waits for one who waits for him.
    for (const count of points) await this.#lock(count);
    if (fresh) return null;
    for (const count of points.toReversed()) {
      for (const scope of scopes) {
        const usable = (reached: Reached) => this.#isUsable(reached, toolMaterials);
        const reached = await startFrom(this.#name(count, scope), work, usable, signal);
        if (reached === null) continue;
        this.#reached = count;
        for (const passed of points.filter((point) => point <= count)) await this.#unlock(passed);
        // Names only tell of steps: this plan's own may be others.
        const steps = reached.steps.map((step, index) => ({ ...step, name: plan.steps[index]!.name }));
        return { ...reached, steps };
      }
    }
    return null;
  }

  /** Told after each step but the last; keeps a snapshot where one is due. Nothing may run in `work`. */
  async reach(work: string, reached: Reached): Promise<void> {
    const { plan, limit, scratch, signal } = this.#input;
    const count = reached.steps.length;
    if (!snapshotPoints(plan).includes(count)) return;
    const scope = scopeOf(reached);
    if (scope !== null && isSound(plan, reached)) {
      const seconds = reached.steps
        .slice(this.#reached)
        .reduce((sum, { wallSeconds }) => sum + wallSeconds, 0);
      const kept = await keepSnapshot(this.#name(count, scope), work, reached, {
        seconds,
        scratch,
        limit,
        signal,
      });
      if (kept) this.#reached = count;
    }
    await this.#unlock(count);
  }

  /** Lets others go on. */
  async close(): Promise<void> {
    for (const count of [...this.#locks.keys()]) await this.#unlock(count);
  }

  #name(count: number, scope: Scope): EntryName {
    const { cache, plan, ground } = this.#input;
    return { cache, kind: 'snapshots', key: rebuildKey('snapshot', plan, count, ground, scope) };
  }

  /** What was served before this verification is held to what it may be served. */
  #isUsable({ log, toolMaterials }: Reached, tools: readonly Material[]): boolean {
    const { own } = this.#input.ground;
    return (
      ![...log.materials, ...toolMaterials].some((material) => own.is(material)) &&
      JSON.stringify(toolMaterials) === JSON.stringify(tools)
    );
  }

  async #lock(count: number): Promise<void> {
    const { cache, plan, signal } = this.#input;
    const { key } = this.#name(count, plan.lockfile === null ? 'own' : 'any');
    const waiting = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
    try {
      this.#locks.set(count, await takeLock(join(cache, 'snapshots', '.locks', key), waiting));
    } catch (error) {
      signal.throwIfAborted();
      if (!waiting.aborted) throw error;
    }
  }

  async #unlock(count: number): Promise<void> {
    const lock = this.#locks.get(count);
    this.#locks.delete(count);
    await lock?.release();
  }
}

/** For whom what was made under these answers of the registry holds; null when it holds for nobody. */
export function scopeOf({ log }: Pick<Reached, 'log'>): Scope | null {
  if (log.faulty) return null;
  return log.pinnedOnly && !log.leftOut ? 'any' : 'own';
}

/** Every step ended by itself, and no step of the install in failure, not even an optional one. */
function isSound({ steps }: Plan, reached: Reached): boolean {
  return reached.steps.every(
    (outcome, index) => endedItself(outcome) && (outcome.exitCode === 0 || steps[index]?.phase !== 'install'),
  );
}

/**
 * Whether a step came to its end without being ended, as far as its exit code tells: a shell has 128 and the signal's number for a
 * program that was ended by one. git has 128 and 129 of its own, for what is fatal and for wrong usage; 129 would be a hang-up, which
 * nobody sends here.
 */
export const endedItself = ({ endedBy, exitCode }: Reached['steps'][number]): boolean =>
  endedBy === 'exit' && exitCode !== null && exitCode <= 129;
