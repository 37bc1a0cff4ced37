import type { Context } from '../context.js';
import type { ResolvedRelease } from '../ecosystem.js';
import { npmConfiguration } from './configuration.js';
import { earlierReleases, historyLength } from './earlier-releases.js';
import { readManifest } from './identify.js';
import { makingChanged } from './making-changed.js';
import { manifestConfusion } from './manifest-confusion.js';
import { fetchPackument } from './packument.js';
import { pickVersion } from './pick-version.js';
import { previousVersion } from './previous-version.js';
import { provenanceOf } from './provenance/of-release.js';
import { describeRelease } from './release.js';
import { resolveFile } from './resolve-file.js';
import { statedSource } from './source-claim.js';
import { parseSpec } from './spec.js';
import { registryTarball } from './tarball.js';

/**
 * Finds, downloads and reads the release that a spec names. Throws `SpecError` (exit code 2) for what is no spec, `RegistryError`
 * for what the registry says or fails to say, `ArchiveError` for a tarball that can't be read, and the reason of an aborted signal.
 */
export async function resolveRelease(text: string, context: Context): Promise<ResolvedRelease> {
  const tell = (message: string) => context.progress({ subject: text, stage: 'resolve', message });
  const reading = { ...context, onWait: tell };
  const [spec, npm] = await Promise.all([parseSpec(text), npmConfiguration(context)]);
  if (spec.kind === 'file') return resolveFile(spec.path, npm, reading);

  const packument = await fetchPackument(spec.name, npm, reading);
  const { version, manifest: registry } = pickVersion(packument, spec, npm.defaultTag);
  tell(`reading ${spec.name}@${version}`);
  const dist = (registry.dist ?? {}) as Readonly<Record<string, unknown>>;
  const tarball = await registryTarball({ name: spec.name, version, dist }, npm, reading);
  const manifest = tarball.manifest === null ? null : readManifest(tarball.manifest);
  const { stated, findings } = statedSource(manifest, registry, packument.repository);
  const { name } = spec;
  const publishedAt = packument.times.get(version) ?? null;
  const earlier = earlierReleases(packument, version, historyLength);
  const publishedIntegrity = tarball.integrity?.stated ?? null;
  return describeRelease({
    name,
    version,
    origin: 'registry',
    registry,
    publishedAt,
    previousVersion: previousVersion(packument, version),
    publishedIntegrity,
    stated,
    tarball,
    findings: [
      ...manifestConfusion({ ...registry, name, version }, manifest),
      ...makingChanged(registry, earlier),
      ...findings,
    ],
    provenance: provenanceOf(
      {
        name,
        version,
        publishedAt,
        tarball,
        publishedIntegrity,
        dist,
        repository: stated.repository,
        earlier,
      },
      npm,
    ),
  });
}
