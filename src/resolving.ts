import type { Context } from './context.js';
import type { Ecosystem, ResolvedRelease } from './ecosystem.js';
import type { Provenance } from './provenance.js';

/** The release, and what was signed about it: the commit that verified provenance names is part of its claim. */
export async function resolveWithProvenance(
  ecosystem: Ecosystem,
  spec: string,
  context: Context,
): Promise<{ resolved: ResolvedRelease; provenance: Provenance | null }> {
  const found = await ecosystem.resolve(spec, context);
  const provenance = await found.provenance(context);
  const claim = { ...found.claim, attestedCommit: provenance?.commit ?? null };
  return { resolved: { ...found, claim }, provenance };
}
