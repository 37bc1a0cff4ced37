import type { AttestedBuild } from '../../provenance.js';
import { Refusal } from '../../sigstore/refusal.js';
import { sameRepository } from '../../source/address.js';
import type { CertificateClaims } from './certificate-claims.js';
import type { BuildClaims } from './predicate.js';
import { shown } from './statement.js';

/**
 * A build, of which certificate and predicate say the same. The platform certifies a job, and the job writes the predicate: one
 * that names another source than its certificate lies. Throws `Refusal` (`certificate-disagrees`).
 */
export function attestedBuild(certificate: CertificateClaims, predicate: BuildClaims): AttestedBuild {
  expectSame('repository', certificate.repository, predicate.repository, sameRepository);
  expectSame('commit', certificate.commit, predicate.commit, (a, b) => a === b);
  const { repository, commit, ref, configUri, environment, trigger, run } = certificate;
  return {
    repository,
    commit,
    ref,
    workflow: configUri === null ? null : workflowOf(configUri, repository),
    signer: withoutRef(certificate.signerUri ?? certificate.identity),
    environment,
    trigger,
    run,
    builder: predicate.builder,
  };
}

function expectSame(
  what: string,
  certified: string,
  claimed: string,
  same: (a: string, b: string) => boolean,
): void {
  if (same(certified, claimed)) return;
  const message = `it names the ${what} ${shown(claimed)}, its certificate ${shown(certified)}`;
  throw new Refusal('certificate-disagrees', message);
}

/** `https://github.com/o/n/.github/workflows/x.yml@refs/…` is `.github/workflows/x.yml`; GitLab puts two slashes between. */
function workflowOf(uri: string, repository: string): string {
  const path = withoutRef(uri);
  const own = `${repository.replace(/\/+$/, '')}/`;
  return path.toLowerCase().startsWith(own.toLowerCase()) ? path.slice(own.length).replace(/^\/+/, '') : path;
}

const withoutRef = (uri: string): string => uri.replace(/@[^@]*$/, '');
