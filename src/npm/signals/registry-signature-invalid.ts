import { defineSignal } from '../../judge/signal.js';

/** The registry's own signature does not hold. */
export const registrySignatureInvalid = defineSignal({
  id: 'registry-signature-invalid',
  title: 'Registry signature that does not hold',
  severity: 'high',
  looksAt: "Signatures that the registry states over name, version and integrity, with the registry's keys.",
  detect: ({ provenance }) =>
    (provenance?.signatures ?? []).flatMap(({ key, outcome }) =>
      outcome.status === 'refused'
        ? [
            {
              path: null,
              // Mirrors may serve signatures of another registry without its keys.
              severity: outcome.reason === 'signature' ? ('high' as const) : ('medium' as const),
              message: `the signature of key ${key ?? '(none)'} does not count, ${outcome.reason}: ${outcome.message}`,
            },
          ]
        : [],
    ),
});
