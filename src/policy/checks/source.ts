import picomatch from 'picomatch';
import { exitCodes } from '../../errors.js';
import type { AttestedBuild, Provenance } from '../../provenance.js';
import { type Check, type CheckInput, fails, type WeighedReason } from '../check.js';
import { isRepository, wantedRepository } from '../wanted-repository.js';

/** Whether a release comes from where it is expected to: its repository, and the branch and builder that verified provenance names. */
export const checkSource: Check = (input) => {
  const { ruling, result } = input;
  const { value, place } = ruling.source ?? { value: {}, place: '' };
  const builds = verifiedBuilds(result.provenance);
  return [
    ...checkRepository(input),
    ...checkBuilds(builds, value.branch, `${place}.branch`, 'branch', ({ ref }) => ref),
    ...checkBuilds(builds, value.builder, `${place}.builder`, 'builder', ({ signer }) => signer),
  ];
};

function checkRepository({ result, ruling, config }: CheckInput): WeighedReason[] {
  const wanted = wantedRepository(result.release, ruling, config);
  if (wanted === null) return [];
  const { value, place } = wanted;
  if (result.source === null)
    return [fails(place, `${value} is expected, and no source was found`, exitCodes.inconclusive)];
  const { repository } = result.source;
  return isRepository(repository, value) ? [] : [fails(place, `${value} is expected, not ${repository}`)];
}

/** Every build that is attested must be as expected: of two, one would be the attacker's. */
function checkBuilds(
  builds: readonly AttestedBuild[],
  wanted: string | undefined,
  rule: string,
  what: string,
  read: (build: AttestedBuild) => string | null,
): WeighedReason[] {
  if (wanted === undefined) return [];
  if (builds.length === 0) return [fails(rule, `no verified provenance says of which ${what} it is`)];
  const isWanted = picomatch(what === 'branch' ? fullRef(wanted) : wanted, { dot: true, nonegate: true });
  const others = builds.map(read).filter((each) => each === null || each.length > 2_000 || !isWanted(each));
  return others.length === 0 ? [] : [fails(rule, `${wanted} is expected, not ${others[0] ?? `no ${what}`}`)];
}

const fullRef = (wanted: string) => (wanted.startsWith('refs/') ? wanted : `refs/heads/${wanted}`);

function verifiedBuilds(provenance: Provenance | null): AttestedBuild[] {
  return (provenance?.attestations ?? []).flatMap(({ outcome, build }) =>
    outcome.status === 'verified' && build !== null ? [build] : [],
  );
}
