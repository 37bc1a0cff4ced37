import type { Result } from '../result.js';
import { publicationTime } from './publication-time.js';
import type { Ruling } from './ruling.js';

/** Why a release is not held to what is asked of later ones; null when it is, as is one of which nobody says when it was published. */
export function exemption(
  result: Pick<Result, 'release' | 'findings'>,
  ruled: Ruling['exemptBefore'],
): { place: string; message: string } | null {
  const published = publicationTime(result);
  if (ruled === undefined || published === null) return null;
  const isBefore = published < Date.parse(`${ruled.value}T00:00:00Z`);
  return isBefore ? { place: ruled.place, message: `published before ${ruled.value}` } : null;
}
