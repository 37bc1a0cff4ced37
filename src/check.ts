import { checkAttestations } from './attest/check/check.js';
import { type CheckResult, checkSchemaVersion } from './attest/check/schema.js';
import type { Attestations } from './attest/folder/open.js';
import type { Trust } from './attest/policy/load.js';
import { sha512Of } from './attest/statement.js';
import type { Config } from './config/schema.js';
import type { Context } from './context.js';
import type { LockedRelease } from './ecosystem.js';
import { ecosystemOf, ecosystemOfLockfile } from './ecosystems.js';
import { rulingFor } from './policy/ruling.js';
import { isRepository, wantedRepository } from './policy/wanted-repository.js';
import { version as reproveVersion } from './version.js';

/** Who is believed, and what they said. */
export interface Evidence {
  attestations: Attestations;
  trust: Trust;
}

/**
 * Checks one release against attestations, without building anything: the tarball is fetched, or read where the spec is a file, so that
 * the bytes are those that are served. Throws what resolving throws.
 */
export async function checkRelease(spec: string, evidence: Evidence, context: Context): Promise<CheckResult> {
  const ecosystem = await ecosystemOf(spec);
  const { release } = await ecosystem.resolve(spec, context);
  return checkKnown(release, evidence, context.config);
}

/**
 * Checks everything that a lockfile installs, by the integrity that it states: what an install holds every tarball to. `name` is
 * that of the file, by which its format is known.
 */
export async function checkLockfile(
  { name, text }: { name: string; text: string },
  evidence: Evidence,
  context: Pick<Context, 'config' | 'signal'>,
): Promise<CheckResult[] | { fault: string }> {
  const ecosystem = ecosystemOfLockfile();
  const results: CheckResult[] = [];
  const locked = await ecosystem.lockedReleases(name, text);
  if ('fault' in locked) return locked;
  for (const release of locked) {
    context.signal.throwIfAborted();
    results.push(await checkKnown(release, evidence, context.config));
  }
  return results;
}

/** Checks a release that is known, by the integrity of its tarball. */
export async function checkKnown(
  { purl, name, integrity }: LockedRelease,
  { attestations, trust }: Evidence,
  config: Pick<Config, 'expectedSource' | 'policy'>,
): Promise<CheckResult> {
  const common = {
    schemaVersion: checkSchemaVersion,
    reprove: reproveVersion,
    release: { purl, integrity },
  } as const;
  const sha512 = integrity === null ? null : sha512Of(integrity);
  if (sha512 === null) {
    return {
      ...common,
      outcome: 'insufficient',
      verdict: null,
      source: null,
      quorum: { needed: trust.quorum, reached: 0, of: trust.verifiers.length },
      summary:
        'Nothing states the SHA-512 of its tarball, so that no attestation can be known to be about it.',
      agreeing: [],
      dissenting: [],
      refused: [],
    };
  }
  const version = decodeURIComponent(purl.slice(purl.lastIndexOf('@') + 1));
  const wanted = wantedRepository({ name }, rulingFor({ name, version }, config.policy), config);
  const isExpectedSource = (repository: string) => wanted === null || isRepository(repository, wanted.value);
  const checked = { purl, sha512, isExpectedSource, now: Date.now() };
  return { ...common, ...(await checkAttestations(attestations, checked, trust)) };
}
