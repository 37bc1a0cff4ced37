/** Said while a release is resolved, by what has the signature at hand. */
export const upstreamSignatureInvalid = {
  id: 'upstream-signature-invalid',
  title: 'Signature of the project that does not hold',
  severity: 'medium',
  looksAt: "The project's own signature of a tarball, by the keys that the packaging has.",
} as const;
