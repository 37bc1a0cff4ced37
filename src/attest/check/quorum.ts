import { sameRepository } from '../../source/address.js';
import type { Trust } from '../policy/load.js';
import { type CheckResult, type Claim, type Refusal, refusalReasons } from './schema.js';

/** What the claims come to. */
export type Quorum = Pick<
  CheckResult,
  'outcome' | 'verdict' | 'source' | 'quorum' | 'summary' | 'agreeing' | 'dissenting' | 'refused'
>;

/**
 * Counts verifiers, each once, that agree on repository, commit and verdict. Whoever says otherwise is never outvoted: a trusted
 * verifier that found a difference, or another commit, fails the check whatever the others say. Pure.
 */
export function quorumOf(claims: readonly Claim[], refused: readonly Refusal[], trust: Trust): Quorum {
  const { latest, superseded } = latestOf(claims);
  const weighed = latest.map((claim) => ({ claim, refusal: notCounted(claim, trust) }));
  const counted = weighed.flatMap(({ claim, refusal }) => (refusal === null ? [claim] : []));
  const all = [
    ...refused,
    ...superseded,
    ...weighed.flatMap(({ refusal }) => (refusal === null ? [] : [refusal])),
  ].sort((a, b) => (`${a.attestation} ${a.reason}` < `${b.attestation} ${b.reason}` ? -1 : 1));

  const group = largestGroup(counted);
  const dissenting = counted.filter((claim) => !group.includes(claim));
  const verdicts = (['reproduced', 'inert'] as const).filter((verdict) => trust.accept.includes(verdict));
  const verdict = verdicts.find((each) => supporters(group, each).length >= trust.quorum) ?? null;
  const agreeing = verdict === null ? group : supporters(group, verdict);
  const source = group.find((claim) => claim.source !== null)?.source ?? null;
  const reached = verdict === null ? bestSupport(group, verdicts) : agreeing.length;
  const alarms = all.filter(({ reason }) => refusalReasons[reason].alarm);
  const otherBytes = all.filter(({ reason, verifier }) => reason === 'other-bytes' && verifier !== null);
  const common = {
    source,
    quorum: { needed: trust.quorum, reached, of: trust.verifiers.length },
    agreeing,
    dissenting,
    refused: all,
  };
  const failed = failureOf(dissenting, alarms, verdict === null ? otherBytes : [], group);
  if (failed !== null) return { outcome: 'failed', verdict: null, summary: failed, ...common };
  const of = `${reached} of ${trust.verifiers.length} verifiers`;
  if (verdict === null) {
    const summary = `${of} say that it passed; ${trust.quorum} are needed.`;
    return { outcome: 'insufficient', verdict, summary, ...common };
  }
  const from = source === null ? '' : `, from commit ${source.commit.slice(0, 12)} of ${source.repository}`;
  return { outcome: 'passed', verdict, summary: `${of} agree that it is ${verdict}${from}.`, ...common };
}

/** A verifier's last word. Of two at the same time that differ, both stand, and so disagree. */
function latestOf(claims: readonly Claim[]): { latest: Claim[]; superseded: Refusal[] } {
  const latest: Claim[] = [];
  const superseded: Refusal[] = [];
  for (const claim of claims) {
    const own = claims.filter(({ verifier }) => verifier === claim.verifier);
    const newest = Math.max(...own.map(({ verifiedAt }) => Date.parse(verifiedAt)));
    const repeated = latest.some((each) => each.verifier === claim.verifier && saysTheSame(each, claim));
    if (Date.parse(claim.verifiedAt) === newest && !repeated) latest.push(claim);
    else {
      const message = `verified ${claim.verifiedAt}; the one of ${new Date(newest).toISOString()} counts`;
      const { attestation, verifier } = claim;
      superseded.push({ attestation, verifier, reason: 'superseded', message });
    }
  }
  return { latest, superseded };
}

const saysTheSame = (a: Claim, b: Claim): boolean =>
  a.result === b.result && a.verdict === b.verdict && sameSource(a.source, b.source);

function sameSource(a: Claim['source'], b: Claim['source']): boolean {
  if (a === null || b === null) return a === b;
  return a.commit === b.commit && sameRepository(a.repository, b.repository);
}

/** Why a claim that passed adds nothing; one that failed always counts, against the release. */
function notCounted(claim: Claim, trust: Trust): Refusal | null {
  if (claim.result === 'failed') return null;
  const { attestation, verifier, levels } = claim;
  const refuse = (reason: Refusal['reason'], message: string) => ({ attestation, verifier, reason, message });
  if (claim.source === null) {
    const { foreignLevels } = trust.verifiers.find(({ name }) => name === verifier)!;
    const taken = levels.some((level) => foreignLevels.includes(level));
    return taken ? null : refuse('no-commit', `its levels are ${levels.join(', ') || 'none'}`);
  }
  const accepted = (trust.accept as readonly string[]).includes(claim.verdict ?? '');
  return accepted ? null : refuse('verdict-not-accepted', claim.verdict ?? 'none');
}

/** The most claims that passed and are of one source; those without a source go with any. */
function largestGroup(claims: readonly Claim[]): Claim[] {
  const passed = claims.filter(({ result }) => result === 'passed');
  const sourceless = passed.filter(({ source }) => source === null);
  const groups = passed
    .filter(({ source }) => source !== null)
    .map(({ source }) => passed.filter((each) => each.source !== null && sameSource(each.source, source)));
  const largest = groups.reduce<Claim[]>((best, group) => (group.length > best.length ? group : best), []);
  return [...largest, ...sourceless];
}

/** Verifiers that say at least this: `reproduced` is more than `inert`. Each is counted once. */
function supporters(group: readonly Claim[], verdict: 'reproduced' | 'inert'): Claim[] {
  const saying = group.filter((claim) => verdict === 'inert' || claim.verdict !== 'inert');
  return saying.filter((claim, at) => saying.findIndex((each) => each.verifier === claim.verifier) === at);
}

const bestSupport = (group: readonly Claim[], verdicts: readonly ('reproduced' | 'inert')[]): number =>
  Math.max(0, ...verdicts.map((verdict) => supporters(group, verdict).length));

function failureOf(
  dissenting: readonly Claim[],
  alarms: readonly Refusal[],
  otherBytes: readonly Refusal[],
  group: readonly Claim[],
): string | null {
  const against = dissenting.filter(({ result }) => result === 'failed');
  if (against.length > 0) {
    const words = against.map(({ verifier, verdict }) => `${verifier} (${verdict ?? 'failed'})`).join(', ');
    const agree = group.length > 0 ? ' Others say that it passed: the verifiers disagree.' : '';
    return `It did not pass for ${words}.${agree}`;
  }
  if (dissenting.length > 0) {
    const all = [...group, ...dissenting].filter(({ source }) => source !== null);
    const words = all.map(({ verifier, source }) => `${verifier} ${source!.commit.slice(0, 12)}`).join(', ');
    return `The verifiers disagree on its source: ${words}.`;
  }
  if (alarms.length > 0)
    return `${alarms.length === 1 ? 'An attestation' : `${alarms.length} attestations`} of it ${refusalReasons[alarms[0]!.reason].title}.`;
  if (otherBytes.length > 0)
    return `${otherBytes.map(({ verifier }) => verifier).join(', ')} verified other bytes than these under its name.`;
  return null;
}
