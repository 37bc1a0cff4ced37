import type { Context } from '../../context.js';
import type { Attestation, Provenance } from '../../provenance.js';
import { type TrustRoot, trustRootByUpdate } from '../../sigstore/trust-root.js';
import type { FlatOptions } from '../configuration.js';
import { purlOf } from '../release.js';
import { sameAddress } from '../source-claim.js';
import { fetchAttestations } from './attestations.js';
import type { ProvenanceInput } from './check.js';
import type { AttestedRelease } from './predecessors.js';
import type { Asking } from './registry-answer.js';
import { registryKeys } from './registry-keys.js';
import { checkRegistrySignature } from './registry-signature.js';
import { type Trust, trustOf } from './trust.js';
import { verifyAttestation } from './verify-attestation.js';

/** What the registry states that was signed, and the trusted root that the user gave. */
interface Stated {
  attested: boolean;
  signatures: readonly unknown[];
  root: TrustRoot | null;
}

/** Fetches what is stated and what it is checked with, and checks it. */
export async function checkSigned(
  input: ProvenanceInput,
  { attested, signatures, root: given }: Stated,
  npm: FlatOptions,
  context: Context,
): Promise<Omit<Provenance, 'missing'>> {
  const tell = (message: string) => context.progress({ subject: input.purl, stage: 'resolve', message });
  tell('checking what was signed about it');
  const asking: Asking = { npm, context: { ...context, onWait: tell } };
  const [listed, keys] = await Promise.all([
    attested ? fetchAttestations(input, asking, true) : null,
    registryKeys(input.name, asking),
  ]);
  const list = listed?.had ? listed.list : [];
  const root = list.length === 0 ? null : (given ?? (await trustRootByUpdate(context)));
  const had = root !== null && 'content' in root ? root : null;
  const trust = trustOf(had, keys.keys);
  const attestations = list.map((one) => verifyAttestation(one, input, trust));
  const built = attestations.some(({ build }) => build !== null);
  return {
    attested,
    attestations,
    signatures: signatures.map((one) => checkRegistrySignature(one, input, keys.keys)),
    trustRoot: had?.described ?? null,
    ...attestedSource(attestations, input.repository),
    earlier: built ? await earlierBuilds(input.name, input.predecessors.attested, trust, asking) : [],
    unchecked: [
      ...(listed === null || listed.had ? [] : [listed.why]),
      ...(listed?.had && listed.list.length === 0 ? ['the registry states attestations and lists none'] : []),
      ...(listed?.had && listed.more > 0 ? [`${listed.more} more attestations`] : []),
      ...(keys.keys === null ? [keys.why] : []),
      ...(root !== null && 'why' in root ? [root.why] : []),
    ],
  };
}

/**
 * The commit that verified provenance names. Anybody can have a workflow of theirs attest bytes of others: what names another
 * repository than the release does leads nowhere, and two commits are none.
 */
function attestedSource(
  attestations: readonly Attestation[],
  repository: string | null,
): Pick<Provenance, 'commit' | 'repositoryAgrees'> {
  const builds = attestations.flatMap(({ build }) => (build === null ? [] : [build]));
  if (builds.length === 0 || repository === null) return { commit: null, repositoryAgrees: null };
  const agreeing = builds.filter((build) => sameAddress(build.repository, repository));
  const commits = new Set(agreeing.map(({ commit }) => commit));
  const [commit = null] = commits.size === 1 ? commits : [];
  return { commit, repositoryAgrees: agreeing.length === builds.length };
}

/** How earlier releases were built: one request for each, and its digest is the one that the registry states. */
async function earlierBuilds(
  name: string,
  releases: readonly AttestedRelease[],
  trust: Trust,
  asking: Asking,
): Promise<Provenance['earlier']> {
  return Promise.all(
    releases.map(async ({ version, sha512 }) => {
      const listed = await fetchAttestations({ name, version }, asking, false);
      const about = { name, version, sha512, purl: purlOf(name, version) };
      const checked = listed.had ? listed.list.map((one) => verifyAttestation(one, about, trust)) : [];
      return { version, build: checked.find(({ build }) => build !== null)?.build ?? null };
    }),
  );
}
