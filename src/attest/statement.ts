import ssri from 'ssri';
import { z } from 'zod';
import type { Release } from '../release.js';
import { statementType } from './type-uris.js';

/** What a statement is about. */
const subjectSchema = z.looseObject({
  name: z.string().max(1_000).optional(),
  digest: z.record(z.string().max(100), z.string().max(1_000)),
});

/** An in-toto Statement v1 with any predicate; fields that are not known are passed over, as its specification asks. */
export const statementSchema = z.looseObject({
  _type: z.literal(statementType),
  subject: z.array(subjectSchema).min(1).max(10_000),
  predicateType: z.string().min(1).max(1_000),
  predicate: z.record(z.string(), z.unknown()).optional(),
});
export type Statement = z.infer<typeof statementSchema>;

/** A statement about one release: its purl, and the SHA-512 of its tarball as npm's own attestations have it. */
export function statementAbout(
  { purl, integrity }: Pick<Release, 'purl' | 'integrity'>,
  predicateType: string,
  predicate: Record<string, unknown>,
): Statement {
  return {
    _type: statementType,
    subject: [{ name: purl, digest: { sha512: sha512Of(integrity)! } }],
    predicateType,
    predicate,
  };
}

/** Hex SHA-512 that an SRI states, read as npm reads it: any of several would do for an install, so that several are none. */
export function sha512Of(integrity: string): string | null {
  const { sha512 = [] } = (ssri.parse(integrity) ?? {}) as Record<string, { digest: string }[] | undefined>;
  const [digest, ...others] = new Set(sha512.map((hash) => hash.digest));
  if (digest === undefined || others.length > 0 || !/^[A-Za-z0-9+/]{86}==$/.test(digest)) return null;
  return Buffer.from(digest, 'base64').toString('hex');
}
