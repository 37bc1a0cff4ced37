import { exitCodes } from '../../errors.js';
import { type Check, fails } from '../check.js';

/** Whether as many verifiers agree as are asked for, and none of them says otherwise. */
export const checkQuorum: Check = ({ result, ruling, attestations }) => {
  if (ruling.quorum === undefined || ruling.quorum.value === 0) return [];
  const { value: needed, place } = ruling.quorum;
  if (attestations === null)
    return [
      fails(
        place,
        `${needed} verifiers must agree, and attestations were not looked at`,
        exitCodes.inconclusive,
      ),
    ];
  const { outcome, quorum, summary, release } = attestations;
  const isAboutThis = release.purl === result.release.purl && release.integrity === result.release.integrity;
  if (!isAboutThis) return [fails(place, 'the attestations are about other bytes', exitCodes.inconclusive)];
  if (outcome === 'failed') return [fails(place, summary)];
  if (outcome === 'passed' && quorum.reached >= needed) return [];
  return [
    fails(
      place,
      `${quorum.reached} verifiers agree, ${needed} are asked for: ${summary}`,
      exitCodes.inconclusive,
    ),
  ];
};
