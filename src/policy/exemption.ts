import type { Result } from '../result.js';
import type { Ruling } from './ruling.js';

/** Why a release is not held to what is asked of later ones; null when it is, as is one of which nobody says when it was published. */
export function exemption(
  { release }: Pick<Result, 'release'>,
  ruled: Ruling['exemptBefore'],
): { place: string; message: string } | null {
  if (ruled === undefined || release.publishedAt === null) return null;
  const isBefore = Date.parse(release.publishedAt) < Date.parse(`${ruled.value}T00:00:00Z`);
  return isBefore ? { place: ruled.place, message: `published before ${ruled.value}` } : null;
}
