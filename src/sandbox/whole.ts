import type { Rebuild } from './schema.js';

/**
 * Whether what a rebuild lacks says something about the release: it packed all that a release has, and did not get there by passing over a build that failed.
 * What a build left that was passed over is evidence where the bytes agree, and no more. Pure.
 */
export function isWhole({ outcome, plan, steps }: Rebuild): boolean {
  if (outcome !== 'packed' || plan.partial) return false;
  const builds = new Set(plan.steps.flatMap(({ name, phase }) => (phase === 'build' ? [name] : [])));
  return !plan.pressesOn || !steps.some(({ name, exitCode }) => exitCode !== 0 && builds.has(name));
}
