import type { Result } from '../result.js';

/**
 * When the bytes of a release were published, in milliseconds since 1970; null where nobody says so. A tarball file has the name and version
 * that it likes: the registry's time for these is that of its own bytes.
 */
export function publicationTime({ release, findings }: Pick<Result, 'release' | 'findings'>): number | null {
  const { origin, publishedAt, publishedIntegrity } = release;
  const isOther =
    origin === 'file' &&
    (publishedIntegrity === null || findings.some(({ signal }) => signal === 'other-bytes-published'));
  const time = publishedAt === null || isOther ? Number.NaN : Date.parse(publishedAt);
  return Number.isNaN(time) ? null : time;
}
