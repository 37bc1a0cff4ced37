import { ASN1Obj } from '@sigstore/core';
import type { Signer } from '@sigstore/verify';
import { Refusal } from '../../sigstore/refusal.js';

/** What Fulcio writes into a certificate of the token that a build platform gave a job: the platform's word, not the job's. */
export interface CertificateClaims {
  issuer: string;
  identity: string;
  signerUri: string | null;
  environment: string | null;
  repository: string;
  commit: string;
  ref: string | null;
  configUri: string | null;
  trigger: string | null;
  run: string | null;
}

/** Extensions below 1.3.6.1.4.1.57264.1 (github.com/sigstore/fulcio/blob/main/docs/oid-info.md). */
const arc = [1, 3, 6, 1, 4, 1, 57264, 1];

/** Characters; none of use is longer. */
const maxText = 1_024;

/** Reads the claims of a verified signer. Throws `Refusal` (`issuer`) for those that are of no build: a person's, a service's. */
export function certificateClaims({ identity }: Signer): CertificateClaims {
  const values = new Map<number, string>();
  for (const { oid, value } of identity?.oids ?? []) {
    const id = oid?.id ?? [];
    const number = id.at(-1);
    if (number === undefined || id.length !== arc.length + 1 || !arc.every((part, at) => id[at] === part))
      continue;
    // Those before 1.8 are bare text; a later one is a DER string.
    if (number >= 8 && !values.has(number)) values.set(number, derText(value));
  }
  const claim = (number: number): string | null => values.get(number) ?? null;
  const [issuer, repository, commit] = [claim(8), claim(12), claim(13)];
  const name = identity?.subjectAlternativeName;
  if (issuer === null || repository === null || commit === null || name === undefined) {
    throw new Refusal('issuer', 'its certificate is of no build: it names no repository and commit');
  }
  expectOwnHost(issuer, repository);
  if (!/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(commit))
    throw new Refusal('issuer', 'its certificate names no commit');
  return {
    issuer,
    identity: name.slice(0, maxText),
    signerUri: claim(9),
    environment: claim(11),
    repository,
    commit,
    ref: claim(14),
    configUri: claim(18),
    trigger: claim(20),
    run: claim(21),
  };
}

/** Platforms vouch for what they host: GitHub's for github.com, any other (a GitLab) for its own host. */
function expectOwnHost(issuer: string, repository: string): void {
  const [by, of] = [issuer, repository].map((text) => (URL.canParse(text) ? new URL(text) : null));
  const host = by?.host === 'token.actions.githubusercontent.com' ? 'github.com' : by?.host;
  if (by?.protocol === 'https:' && of?.protocol === 'https:' && host === of.host) return;
  throw new Refusal(
    'issuer',
    `its certificate was issued for ${issuer.slice(0, 120)}, which can't vouch for ${repository.slice(0, 120)}`,
  );
}

function derText(value: Uint8Array): string {
  return ASN1Obj.parseBuffer(Buffer.from(value)).value.toString('utf8').slice(0, maxText);
}
