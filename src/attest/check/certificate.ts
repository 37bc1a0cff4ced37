import type { Trust } from '../policy/load.js';

/** Who signed a bundle whose signer is named by a certificate; or why that doesn't hold. */
export async function certifiedSigner(
  bundle: unknown,
  { trustedRoot, verifiers }: Trust,
): Promise<{ verifier: string } | { fault: string } | null> {
  if (trustedRoot === null) return null;
  const [{ bundleFromJSON }, { toSignedEntity, toTrustMaterial, Verifier }, { TrustedRoot }] =
    await Promise.all([
      import('@sigstore/bundle'),
      import('@sigstore/verify'),
      import('@sigstore/protobuf-specs'),
    ]);
  try {
    const material = toTrustMaterial(TrustedRoot.fromJSON(trustedRoot));
    // All thresholds are one: certificate transparency, transparency log, and a time that neither signer nor verifier made up.
    const signer = new Verifier(material).verify(toSignedEntity(bundleFromJSON(bundle)));
    const { subjectAlternativeName: subject, extensions } = signer.identity ?? {};
    const found = verifiers.find(({ identities }) =>
      identities.some((each) => each.subject === subject && each.issuer === extensions?.issuer),
    );
    return found === undefined ? null : { verifier: found.name };
  } catch (cause) {
    return { fault: (cause as Error).message };
  }
}
