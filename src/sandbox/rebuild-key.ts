import { createHash } from 'node:crypto';
import type { SandboxLimits } from '../config/schema.js';
import type { OwnRelease } from '../ecosystem.js';
import { planPrefix } from './plan-prefix.js';
import type { Plan } from './schema.js';

/** To be raised when builds are given another environment: what was rebuilt before is not used any more. */
const rulesVersion = 1;

/** What decides how a plan comes out, besides the plan. */
export interface RebuildGround {
  /** Address of the repository, as ids of commits are no more than SHA-1. */
  repository: string;
  /** Commit that is checked out. */
  commit: string;
  /** What else the checkout is made of: submodules, as far as they could be had. */
  submodules: readonly string[];
  /** Engine and version. */
  engine: string;
  /** Of containers; null where the configuration names none. */
  image: string;
  runtime: string | null;
  limits: SandboxLimits;
  /** Tells one set of registries from another. */
  registries: string;
  /** Today (ISO 8601). */
  day: string;
  /** The release under verification. */
  own: OwnRelease;
}

/**
 * Whose rebuilds are meant. `any`: those that were served nothing but what their lockfile pins, so that neither the day nor the release
 * under verification had a part in them. `own`: those of this very release.
 */
export type Scope = 'any' | 'own';

/** Both, in the order in which they are looked for. */
export const scopes: readonly Scope[] = ['any', 'own'];

/** The name of what the first `count` steps of a plan left behind, or packed: all that decides it, as hex SHA-256. Pure. */
export function rebuildKey(
  kind: 'snapshot' | 'rebuild',
  plan: Plan,
  count: number,
  { repository, commit, submodules, engine, image, runtime, limits, registries, day, own }: RebuildGround,
  scope: Scope,
): string {
  const { before, ...prefix } = planPrefix(plan, count);
  // A step that reaches either of these never becomes an entry.
  const { logBytes: _, wallSeconds: __, ...deciding } = limits;
  const all = {
    rulesVersion,
    kind,
    prefix,
    output: kind === 'rebuild' ? plan.output : null,
    repository,
    commit,
    submodules,
    engine,
    image,
    runtime,
    architecture: process.arch,
    limits: deciding,
    registries,
    ...(scope === 'own' ? { before, own: own.id } : {}),
    // The newest versions of any time are others tomorrow. A finished rebuild says itself how long it holds.
    ...(scope === 'own' && before === null && kind === 'snapshot' ? { day } : {}),
  };
  return createHash('sha256').update(JSON.stringify(all)).digest('hex');
}
