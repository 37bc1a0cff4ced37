/** Type of a Statement, as in-toto has it (in-toto attestation framework, spec v1). */
export const statementType = 'https://in-toto.io/Statement/v1';

/** Media type of a statement in a DSSE envelope. */
export const payloadType = 'application/vnd.in-toto+json';

/** SLSA Verification Summary, version 1. */
export const vsaType = 'https://slsa.dev/verification_summary/v1';

/** Our own predicate, specified in docs/attestations.md. Another major version is another type. */
export const rebuildType = 'pkg:npm/reprove#rebuild-attestation/v1';

/** The rules that a summary says were applied: docs/verdicts.md, by version. */
export const policyUri = 'pkg:npm/reprove#verdicts/v1';

/** What a verifier that was given no other name calls itself: some reprove; whose it is the signature says. */
export const anyVerifier = 'pkg:npm/reprove';
