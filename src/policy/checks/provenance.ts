import { exitCodes } from '../../errors.js';
import { provenanceState } from '../../provenance-state.js';
import type { Result } from '../../result.js';
import { type Check, fails, passes, type WeighedReason } from '../check.js';
import { exemption } from '../exemption.js';

/** Whether provenance that is required is there, holds, and speaks of the commit that the release was compared with. */
export const checkProvenance: Check = ({ result, ruling }) => {
  if (ruling.provenance?.value !== 'required') return [];
  const { place } = ruling.provenance;
  const lack = lackOf(result, place);
  if (lack === null) return [];
  const exempt = exemption(result, ruling.exemptBefore);
  return [exempt === null ? lack : passes(exempt.place, `${lack.message}; ${exempt.message}`)];
};

function lackOf({ provenance, source }: Result, place: string): WeighedReason | null {
  const state = provenanceState(provenance);
  if (state === 'none') return fails(place, 'it has no provenance');
  if (state === 'refused') return fails(place, 'an attestation of it does not hold');
  if (state === 'unchecked')
    return fails(place, 'its provenance could not be checked', exitCodes.inconclusive);
  if (provenance?.repositoryAgrees !== true || provenance.commit === null)
    return fails(place, 'its provenance names another repository than it states');
  if (source !== null && source.commit !== provenance.commit)
    return fails(
      place,
      `its provenance names commit ${provenance.commit.slice(0, 12)}, and it was compared with ${source.commit.slice(0, 12)}`,
    );
  return null;
}
