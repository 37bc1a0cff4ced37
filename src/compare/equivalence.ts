import type { Normalizer, NormalizerInput } from './normalizer.js';
import type { Normalization } from './schema.js';

/** Applies the normalizers in order until both sides have the same bytes; null when they never do. */
function applied(
  input: NormalizerInput,
  normalizers: readonly Normalizer[],
): { normalizer: Normalizer; normalization: Normalization }[] | null {
  const used = [];
  let { release, reference } = input;
  for (const normalizer of normalizers) {
    const result = normalizer.normalize({ ...input, release, reference });
    if (result === null) continue;
    ({ release, reference } = result);
    const { name, version } = normalizer;
    used.push({ normalizer, normalization: { name, version, detail: result.detail } });
    if (release.equals(reference)) return used;
  }
  return null;
}

/**
 * The normalizers that make two different files equal, and no more than are needed; null when they are unequal.
 * A normalizer that throws has met input it can't deal with: unequal.
 */
export function equivalence(
  input: NormalizerInput,
  normalizers: readonly Normalizer[],
): Normalization[] | null {
  const attempt = (some: readonly Normalizer[]) => {
    try {
      return applied(input, some);
    } catch {
      return null;
    }
  };
  let used = attempt(normalizers.filter((normalizer) => normalizer.applies(input.entry.path)));
  if (used === null) return null;
  for (const { normalizer } of used) {
    const fewer = attempt(used.map((other) => other.normalizer).filter((other) => other !== normalizer));
    if (fewer !== null) used = fewer;
  }
  return used.map(({ normalization }) => normalization);
}
