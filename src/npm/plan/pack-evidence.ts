import type { Manager } from './managers/define-manager.js';
import { npm } from './managers/npm.js';
import type { SourceFacts } from './source-facts.js';

/** How a source says that it publishes with a manager. */
const publishes = {
  npm: /\bnpm\s+publish\b/,
  pnpm: /\bpnpm\b[^\n&|;]*\bpublish\b|\bchangeset\s+publish\b/,
  yarn: /\byarn\s+publish\b/,
  bun: /\bbun\s+publish\b/,
  'yarn-berry': /\byarn\b[^\n&|;]*\bnpm\s+publish\b/,
};

/** Which tool made the tarball, as far as the source says. */
export interface PackEvidence {
  /** The manager packs in the first plan, instead of npm. */
  first: boolean;
  /** The other tool is worth a plan. */
  possible: boolean;
  reason: string;
}

/**
 * Publishers pack with another tool than they install with: npm leaves package.json as it is, pnpm resolves `workspace:` and
 * `catalog:` ranges and drops publish scripts.
 */
export function ownPackEvidence(facts: SourceFacts, manager: Manager): PackEvidence {
  if (manager === npm)
    return { first: true, possible: false, reason: 'packed with npm, which the source uses' };
  const ranges = [...facts.manifest.dependencies.values()];
  if (ranges.some((range) => /^(?:workspace|catalog):/.test(range))) {
    const reason = `packed with ${manager.name}: package.json has ranges that only it resolves`;
    return { first: true, possible: true, reason };
  }
  const jobs = facts.jobs.filter(({ publishes }) => publishes).flatMap(({ runs }) => runs);
  const scripts = [...facts.manifests.values()].flatMap((manifest) => [...manifest.scripts.values()]);
  const texts = [...jobs, ...scripts];
  const says = (pattern: RegExp) => texts.some((text) => pattern.test(text));
  const own = publishes[manager.name];
  if (says(own))
    return {
      first: true,
      possible: true,
      reason: `packed with ${manager.name}: the source publishes with it`,
    };
  if (says(/(?<!\byarn\s+)\bnpm\s+publish\b|\bsemantic-release\b|\blerna\s+publish\b/)) {
    return { first: false, possible: true, reason: 'packed with npm: the source publishes with it' };
  }
  const first = manager.name === 'pnpm';
  return { first, possible: true, reason: `packed with ${first ? 'pnpm' : 'npm'}: nothing says with what` };
}
