import ssri from 'ssri';
import { malformed } from './packument.js';

/** What the registry says the bytes of a tarball hash to. */
export interface PublishedIntegrity {
  /** SRI, the strongest algorithm of what is stated; the SHA-1 of releases older than SRI as `sha1-…`. */
  stated: string;
  algorithm: Algorithm;
  /** Base64; any of them will do, as SRI has it. */
  digests: readonly string[];
}

const algorithms = ['sha512', 'sha384', 'sha256', 'sha1'] as const;
type Algorithm = (typeof algorithms)[number];

/** Characters; a statement of all algorithms is a tenth of it. */
const maxLength = 4_096;

/**
 * Reads `dist.integrity`, or `dist.shasum` where a registry has no other; null when neither is stated. Throws `RegistryError`
 * when what is stated can't be checked, which must never pass for "nothing stated".
 */
export function publishedIntegrity(
  dist: Readonly<Record<string, unknown>>,
  name: string,
): PublishedIntegrity | null {
  const { integrity, shasum } = dist;
  if (integrity !== undefined && integrity !== null && integrity !== '') {
    const usable = typeof integrity === 'string' && integrity.length <= maxLength;
    const parsed = usable ? ssri.parse(integrity, { strict: true }) : null;
    const hashes = parsed as unknown as Record<string, { digest: string }[] | undefined> | null;
    const algorithm = algorithms.find((one) => hashes?.[one]?.length);
    if (algorithm === undefined) throw malformed(name, 'its dist.integrity is none');
    return publishedAs(
      algorithm,
      hashes![algorithm]!.map(({ digest }) => digest),
    );
  }
  if (shasum === undefined || shasum === null || shasum === '') return null;
  if (typeof shasum !== 'string' || !/^[0-9a-f]{40}$/i.test(shasum))
    throw malformed(name, 'its dist.shasum is none');
  const digest = Buffer.from(shasum, 'hex').toString('base64');
  return publishedAs('sha1', [digest]);
}

const publishedAs = (algorithm: Algorithm, digests: readonly string[]): PublishedIntegrity => ({
  stated: digests.map((digest) => `${algorithm}-${digest}`).join(' '),
  algorithm,
  digests,
});
