import type { Context } from '../../context.js';
import type { Provenance } from '../../provenance.js';
import type { FlatOptions } from '../configuration.js';
import { isAttested, type Predecessors } from './predecessors.js';
import type { SignedRelease } from './registry-signature.js';

/** A release whose signatures are to be checked. */
export interface ProvenanceInput extends SignedRelease {
  /** Package URL. */
  purl: string;
  /** SHA-512 of the tarball that was read, hex. */
  sha512: string;
  /** `dist` of the registry's manifest, as it came. */
  dist: Readonly<Record<string, unknown>>;
  /** Repository as the release states it, raw. */
  repository: string | null;
  predecessors: Predecessors;
}

/** Signatures of the registry that are looked at. */
const mostSignatures = 8;

/**
 * Checks what was signed about a release: its attestations and the registry's signatures. Nobody is asked, and no library loaded, where
 * the registry states neither; null then, unless earlier releases had attestations. What can't be had is told, and is no failure.
 * Throws for a trusted root of the user's that can't be used (`E_TRUSTED_ROOT`), and the signal's reason.
 */
export async function checkProvenance(
  input: ProvenanceInput,
  npm: FlatOptions,
  context: Context,
): Promise<Provenance | null> {
  const file = context.config.trustedRoot;
  const root =
    file === undefined ? null : await (await import('../../sigstore/trust-root.js')).trustRootOfFile(file);
  const attested = isAttested(input.dist);
  const { signatures } = input.dist;
  const stated: unknown[] = Array.isArray(signatures) ? signatures.slice(0, mostSignatures) : [];
  const { missing } = input.predecessors;
  if (attested || stated.length > 0) {
    const { checkSigned } = await import('./check-signed.js');
    return { ...(await checkSigned(input, { attested, signatures: stated, root }, npm, context)), missing };
  }
  if (missing === null) return null;
  return {
    attested,
    attestations: [],
    signatures: [],
    trustRoot: null,
    commit: null,
    repositoryAgrees: null,
    earlier: [],
    missing,
    unchecked: [],
  };
}
