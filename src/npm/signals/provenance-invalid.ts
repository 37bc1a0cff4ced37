import type { Severity } from '../../judge/schema.js';
import { defineSignal } from '../../judge/signal.js';
import type { RefusalReason } from '../../provenance.js';

/** High for what is false; what is of a form or of people that aren't known here may be honest and new. */
const severities: Record<RefusalReason, Severity> = {
  signature: 'high',
  'log-disagrees': 'high',
  'subject-name': 'high',
  'subject-digest': 'high',
  'release-disagrees': 'high',
  'certificate-disagrees': 'medium',
  unsigned: 'medium',
  malformed: 'medium',
  'too-large': 'medium',
  'payload-type': 'medium',
  'statement-type': 'medium',
  'predicate-malformed': 'medium',
  'listing-disagrees': 'medium',
  'certificate-untrusted': 'medium',
  'certificate-expired': 'medium',
  'certificate-log': 'medium',
  'transparency-log': 'medium',
  timestamp: 'medium',
  'key-unknown': 'medium',
  'key-expired': 'medium',
  issuer: 'medium',
  'predicate-unknown': 'info',
};

/** An attestation that the registry serves does not hold. */
export const provenanceInvalid = defineSignal({
  id: 'provenance-invalid',
  title: 'Attestation that does not hold',
  severity: 'high',
  looksAt:
    'Form, subject, signature, certificate, log and statement of each attestation that the registry serves.',
  detect: ({ provenance }) =>
    (provenance?.attestations ?? []).flatMap(({ outcome, kind }) =>
      outcome.status === 'refused'
        ? [
            {
              path: null,
              severity: severities[outcome.reason],
              message: `an attestation (${kind}) does not count, ${outcome.reason}: ${outcome.message}`,
            },
          ]
        : [],
    ),
});
