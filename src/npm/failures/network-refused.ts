import type { FailedStep } from '../../ecosystem.js';
import { defineFailure, type Failure } from './define-failure.js';

/** A host that was asked for; the sandbox reaches none. */
export const networkRefused = defineFailure('network-refused', [
  { pattern: /\b(?:ENOTFOUND|EAI_AGAIN)\s+([\w.:-]{3,})/ },
  { pattern: /\b(?:ECONNREFUSED|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT)\s+([\w.:-]{3,})/ },
  { pattern: /Could(?:n't| not) resolve host(?:name)?:? '?([\w.-]+)/i },
  { pattern: /unable to resolve host address .?([\w.-]+\w)/ },
  { pattern: /\b(?:ENOTFOUND|EAI_AGAIN|ENETUNREACH)\b.*?\b(?:host(?:name)?|address)[:=]?\s*'?([\w.-]+)/ },
  { pattern: /getaddrinfo (?:ENOTFOUND|EAI_AGAIN)|TypeError: fetch failed/ },
  { pattern: /Failed to (?:download|fetch) (?:from )?['"]?(https?:\/\/\S+?)['",]?(?:\s|$)/i },
]);

/**
 * The last resort for installs whose log says nothing: the registry proxy's own refusals. An optional dependency may have been
 * refused before without harm, so the last one is told.
 */
export const proxyRefused: Failure = {
  kind: 'network-refused',
  read({ step, refusals }: FailedStep) {
    const last = step.network === 'registry' ? refusals.at(-1) : undefined;
    return last === undefined ? null : { about: last.slice(0, 200), line: null };
  },
};
