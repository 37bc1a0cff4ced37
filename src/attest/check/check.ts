import pLimit from 'p-limit';
import type { Attestations } from '../folder/open.js';
import type { Trust } from '../policy/load.js';
import { type Checked, type Claims, claimsOf } from './claims.js';
import { type Quorum, quorumOf } from './quorum.js';

/** What the verifiers of a policy say of a release, from attestations alone: nothing is built. */
export async function checkAttestations(
  attestations: Attestations,
  checked: Checked,
  trust: Trust,
): Promise<Quorum> {
  const limit = pLimit(8);
  const found = await Promise.all(
    attestations.about(checked.purl, checked.sha512).map(({ sha256: name }) =>
      limit(async (): Promise<Claims> => {
        const bytes = await attestations.read(name);
        if (bytes !== null) return claimsOf({ name, bytes }, checked, trust);
        const message = 'the index lists it, and it is not there';
        return {
          claims: [],
          refused: [{ attestation: name, verifier: null, reason: 'unreadable', message }],
        };
      }),
    ),
  );
  return quorumOf(
    found.flatMap(({ claims }) => claims),
    found.flatMap(({ refused }) => refused),
    trust,
  );
}
