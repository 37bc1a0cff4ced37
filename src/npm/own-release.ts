import type { OwnRelease, ResolvedRelease } from '../ecosystem.js';
import { type RefusedRelease, refusalOf, shasumIntegrity } from './registry-proxy/refused-release.js';

/** The release under verification as the registry proxy refuses it. */
export function refusedRelease({ release, archive }: ResolvedRelease): RefusedRelease {
  return {
    name: release.name,
    version: release.version,
    integrity: [
      release.integrity,
      ...(release.publishedIntegrity === null ? [] : [release.publishedIntegrity]),
      archive.integrity,
      shasumIntegrity(archive.shasum),
    ],
  };
}

/** The same rule for what was served before this verification. */
export function ownRelease(resolved: ResolvedRelease): OwnRelease {
  const refused = refusedRelease(resolved);
  const refusal = refusalOf(refused);
  const ownName = refused.name.toLowerCase();
  return {
    // Not its digests: whatever the bytes of this version, none were served, and `is` looks at what was kept once more.
    id: JSON.stringify([refused.name, refused.version]),
    is: ({ name, version, integrity }) => refusal.names(name, version) || refusal.matches({ integrity }),
    notes: (materials) =>
      materials
        .filter(({ name }) => name.toLowerCase() === ownName)
        .map(
          ({ name, version }) =>
            `${name}@${version} was served: another version of the package under verification`,
        ),
  };
}
