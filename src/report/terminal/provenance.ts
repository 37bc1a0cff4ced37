import type { Attestation, Provenance } from '../../provenance.js';
import type { Result } from '../../result.js';
import { field } from './layout.js';
import { type Line, line, styled } from './line.js';
import type { TerminalOptions } from './options.js';

/** What was signed about the release, and what of it holds. Nothing where nothing was signed. */
export function provenance({ provenance: found }: Result, { verbose }: TerminalOptions): Line[] {
  if (found === null) return [];
  const lines = [
    ...found.attestations.flatMap((one) => attestation(one, found, verbose)),
    ...signatures(found, verbose),
    ...(found.missing === null
      ? []
      : [line`${styled('yellow', 'none')}, and ${found.missing.since} had attestations`]),
    // Signatures alone are stated by many registries that serve no keys.
    ...(found.attested || verbose ? found.unchecked : []).map(
      (why) => line`${styled('yellow', 'could not be checked')}: ${why}`,
    ),
  ];
  return lines.map((each, at) => field(at === 0 ? 'provenance' : '', each));
}

const kindWords = {
  provenance: 'build attestation',
  publish: "registry's attestation",
  other: 'attestation',
} as const;

function attestation(
  { kind, outcome, build, logEntries, signer }: Attestation,
  { trustRoot }: Provenance,
  verbose: boolean,
): Line[] {
  const what = kindWords[kind];
  if (outcome.status === 'refused')
    return [
      line`${styled('red', `${what} refused`)}: ${outcome.message} ${styled('dim', `(${outcome.reason})`)}`,
    ];
  if (outcome.status === 'unchecked')
    return [line`${what} ${styled('yellow', 'not checked')}: ${outcome.message}`];
  const detail = verbose ? [...logEntries.map(logged), trusted(trustRoot)] : [];
  if (build === null)
    return [line`${what} verified (key ${signer?.kind === 'key' ? signer.id : '?'})`, ...detail];
  return [
    line`verified: commit ${build.commit.slice(0, 12)} of ${build.repository}`,
    line`built by ${build.workflow ?? build.signer}${build.environment === null ? '' : `, ${build.environment}`}`,
    ...(verbose && build.run !== null ? [line`run ${build.run}`] : []),
    ...detail,
  ];
}

const logged = ({ log, index, time }: Attestation['logEntries'][number]): Line =>
  line`${styled('dim', 'logged')} ${time === null ? 'at an unknown time' : time.slice(0, 19)}, entry ${index} of ${log}`;

const trusted = (root: Provenance['trustRoot']): Line =>
  line`${styled('dim', 'trusting')} ${root?.name ?? 'the trusted root given'} (${root?.sha256.slice(0, 12) ?? '?'})`;

function signatures({ signatures: all }: Provenance, verbose: boolean): Line[] {
  return all.flatMap(({ key, outcome }) => {
    if (outcome.status === 'verified')
      return verbose ? [line`registry signature verified (key ${key ?? '?'})`] : [];
    if (outcome.status === 'unchecked')
      return verbose ? [line`registry signature ${styled('yellow', 'not checked')}: ${outcome.message}`] : [];
    return [
      line`${styled('red', 'registry signature refused')}: ${outcome.message} ${styled('dim', `(${outcome.reason})`)}`,
    ];
  });
}
