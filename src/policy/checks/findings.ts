import { type Check, fails, passes } from '../check.js';
import { knownBefore } from '../known-before.js';
import { reaches, weighed } from '../severity.js';

/** Whether any finding is as severe as fails. Those that are high of themselves made the verdict, and are judged with it. */
export const checkFindings: Check = ({ result, ruling, config, waiving }) => {
  const { value: least, place } = ruling.findings ?? { value: 'high' as const, place: 'default' };
  const known = knownBefore(result, ruling.baseline);
  const all = result.findings
    .filter(({ severity }) => severity !== 'high')
    .map((finding) => weighed(finding, result.release, config.policy.signals));
  const failing = all.filter(
    ({ finding, severity }) =>
      reaches(severity, least) &&
      !waiving.coversFinding(finding) &&
      !(severity !== 'high' && known?.has(finding)),
  );
  const reasons = failing.map(({ finding, severity, changed }) => {
    const where = finding.path === null ? '' : ` in ${finding.path}`;
    return fails(
      changed?.place ?? place,
      `${severity} finding ${finding.signal}${where}: ${finding.message}`,
    );
  });
  const silenced = all.filter(
    ({ finding, severity, changed }) =>
      changed !== null && reaches(finding.severity, least) && !reaches(severity, least),
  );
  return [
    ...bounded(reasons, (more) => fails(place, `${more} more findings fail`)),
    ...bounded(
      silenced.map(({ finding, severity, changed }) =>
        passes(changed!.place, `${finding.signal} is ${severity}: ${changed!.reason}`),
      ),
      (more) => passes('policy.signals', `${more} more findings pass`),
    ),
  ];
};

/** Reasons that are told one by one; a release may have thousands of findings. */
const most = 20;

function bounded<T>(all: readonly T[], rest: (more: number) => T): T[] {
  return all.length <= most ? [...all] : [...all.slice(0, most), rest(all.length - most)];
}
