import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { purlOf } from '../../src/npm/release.js';
import type { ServedVersion } from './registry.js';
import { type Build, type Listed, type Signing, type SigstoreWorld, slsaV1 } from './sigstore-world.js';

/** What a registry states of a version that has attestations. */
export const statesAttestations = {
  attestations: {
    url: 'https://evil.example/',
    provenance: { predicateType: 'https://slsa.dev/provenance/v1' },
  },
};

/** Where a registry is asked for them. */
export const attestationsOf = (name: string, version: string) => `/-/npm/v1/attestations/${name}@${version}`;

/** Honest provenance of a version, with what a test changes. */
export function provenanceOf(
  world: SigstoreWorld,
  name: string,
  { version, tarball }: ServedVersion,
  build: Build = {},
  changes: Partial<Signing> = {},
): Promise<Listed> {
  return world.attest({
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: slsaV1(build),
    subject: [{ name: purlOf(name, version), digest: { sha512: hexDigest(tarball) } }],
    certificate: build,
    ...changes,
  });
}

const hexDigest = (tarball: Buffer) => createHash('sha512').update(tarball).digest('hex');

/** The registry's signature of a version, as it stands in `dist`. */
export function signaturesOf(world: SigstoreWorld, name: string, { version, tarball }: ServedVersion) {
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  return { signatures: [world.registrySignature(`${name}@${version}:${integrity}`)] };
}

/** Writes a world's trusted root into a folder; gives its path. */
export async function trustedRootFile(world: SigstoreWorld, folder: string): Promise<string> {
  const path = join(folder, 'trusted_root.json');
  await writeFile(path, JSON.stringify(world.root));
  return path;
}
