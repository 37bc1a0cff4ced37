import { VerificationError } from '@sigstore/verify';
import type { Outcome, RefusalReason } from '../provenance.js';

/** Thrown where something signed fails a check; caught where its outcome is made. */
export class Refusal extends Error {
  constructor(
    readonly reason: RefusalReason,
    message: string,
  ) {
    super(message);
  }
}

/** Any failure of a check as an outcome. What the library throws unexpectedly, it threw at hostile bytes. */
export function refused(cause: unknown): Extract<Outcome, { status: 'refused' }> {
  if (cause instanceof Refusal) return { status: 'refused', reason: cause.reason, message: cause.message };
  if (cause instanceof VerificationError) {
    return { status: 'refused', reason: reasonOf(cause), message: innermost(cause).slice(0, 300) };
  }
  return { status: 'refused', reason: 'malformed', message: "it can't be read as a sigstore bundle" };
}

/** What the library says first is general: the chain failed, and the cause says how. */
const innermost = ({ message, cause }: VerificationError): string =>
  cause instanceof Error ? cause.message : message;

function reasonOf(error: VerificationError): RefusalReason {
  const { code, message } = error;
  if (code === 'SIGNATURE_ERROR') return 'signature';
  if (code === 'TIMESTAMP_ERROR') return 'timestamp';
  if (code === 'PUBLIC_KEY_ERROR') return /not valid for/.test(message) ? 'key-expired' : 'key-unknown';
  if (code === 'TLOG_BODY_ERROR' && /mismatch/.test(message)) return 'log-disagrees';
  if (code !== 'CERTIFICATE_ERROR') return 'transparency-log';
  if (/SCT/.test(message)) return 'certificate-log';
  return /not valid or expired/.test(innermost(error)) ? 'certificate-expired' : 'certificate-untrusted';
}
