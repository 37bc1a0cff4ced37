import type { BundleWithDsseEnvelope } from '@sigstore/bundle';
import type { Trust } from '../policy/load.js';

/** Whose certificate it is, and the end of it: what was signed with it was signed before. */
export interface CertifiedSigner {
  verifier: string;
  /** Milliseconds since 1970. */
  until: number;
}

/** Who signed a bundle whose signer is named by a certificate; null for nobody of the policy; or why it doesn't hold. */
export async function certifiedSigner(
  bundle: unknown,
  { trustedRoot, verifiers }: Trust,
): Promise<CertifiedSigner | { fault: string } | null> {
  if (trustedRoot === null) return null;
  const [{ X509Certificate }, { toSignedEntity, toTrustMaterial, Verifier }, { readBundle }, { refused }] =
    await Promise.all([
      import('@sigstore/core'),
      import('@sigstore/verify'),
      import('../../sigstore/read-bundle.js'),
      import('../../sigstore/refusal.js'),
    ]);
  try {
    const read = readBundle(bundle);
    // All thresholds are one: certificate transparency, transparency log, and a time that neither signer nor verifier made up.
    const signer = new Verifier(toTrustMaterial(trustedRoot)).verify(toSignedEntity(read));
    const { subjectAlternativeName: subject, extensions } = signer.identity ?? {};
    const found = verifiers.find(({ identities }) =>
      identities.some((each) => each.subject === subject && each.issuer === extensions?.issuer),
    );
    if (found === undefined) return null;
    return {
      verifier: found.name,
      until: X509Certificate.parse(Buffer.from(leafOf(read))).notAfter.getTime(),
    };
  } catch (cause) {
    return { fault: refused(cause).message };
  }
}

function leafOf({ verificationMaterial: { content } }: BundleWithDsseEnvelope): Buffer {
  if (content.$case === 'certificate') return content.certificate.rawBytes;
  if (content.$case === 'x509CertificateChain') return content.x509CertificateChain.certificates[0]!.rawBytes;
  throw new TypeError('a bundle with a key has no certificate');
}
