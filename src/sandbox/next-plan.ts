import type { Plan, Rebuild } from './schema.js';
import { worthRunning } from './worth-running.js';

/**
 * The plan to run after some rebuilds: of those not run yet that can still teach something, the first that is good against the
 * failure just seen, else the first of all. Null when none can. Pure.
 */
export function nextPlan(plans: readonly Plan[], before: readonly Rebuild[]): Plan | null {
  const run = new Set(before.map(({ plan }) => plan.digest));
  const worth = plans.filter((plan) => !run.has(plan.digest) && worthRunning(plan, before));
  const seen = before.at(-1)?.failure?.because?.kind;
  return worth.find(({ against }) => seen !== undefined && against.includes(seen)) ?? worth[0] ?? null;
}
