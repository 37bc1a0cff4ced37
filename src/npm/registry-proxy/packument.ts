import { tarballPath } from './tarball-path.js';
import type { PastPackage } from './time-travel.js';
import type { UpstreamPackument, UpstreamVersion } from './upstream.js';

/** `abbreviated` is what installing needs (npm/registry, "package metadata"); old clients know `full` only. */
export type PackumentForm = 'full' | 'abbreviated';

/** Media type by which clients ask for the abbreviated form. */
export const abbreviatedType = 'application/vnd.npm.install-v1+json';

const installFields = [
  'name',
  'version',
  'deprecated',
  'dependencies',
  'optionalDependencies',
  'devDependencies',
  'bundleDependencies',
  'bundledDependencies',
  'peerDependencies',
  'peerDependenciesMeta',
  'acceptDependencies',
  'bin',
  'directories',
  'engines',
  'cpu',
  'os',
  'libc',
  'funding',
  '_hasShrinkwrap',
  'hasInstallScript',
];

/** The packument that a client is served: only what exists for the plan, and every tarball on the proxy. */
export function servedPackument(
  name: string,
  upstream: UpstreamPackument,
  past: PastPackage,
  form: PackumentForm,
  publicUrl: string,
): object {
  const versions = Object.entries(upstream.versions)
    .filter(([version]) => past.versions.has(version))
    .map(
      ([version, manifest]) => [version, servedVersion(name, version, manifest, form, publicUrl)] as const,
    );
  // npm takes a version whose time is no time for one that is not out yet, and installs nothing.
  const times = Object.entries(upstream.time).filter(
    ([version, time]) => past.versions.has(version) && isTime(time),
  );
  const sorted = times.map(([, time]) => String(time)).sort();
  const common = { name, 'dist-tags': past.tags, versions: Object.fromEntries(versions) };
  if (form === 'abbreviated') return { ...common, modified: sorted.at(-1) };
  // Only this much: a packument also has a readme, users, attachments, and whatever a registry adds.
  return {
    _id: name,
    ...common,
    time: { created: sorted[0], modified: sorted.at(-1), ...Object.fromEntries(times) },
  };
}

const isTime = (time: unknown): boolean => typeof time === 'string' && !Number.isNaN(Date.parse(time));

/** One version as a client is served it. */
export function servedVersion(
  name: string,
  version: string,
  manifest: UpstreamVersion,
  form: PackumentForm,
  publicUrl: string,
): object {
  const tarball = `${publicUrl}${tarballPath({ name, version })}`;
  const { integrity, shasum } = manifest.dist ?? {};
  // Signatures and attestations speak of an address that isn't ours, and lead clients to ask for more.
  const dist = { integrity, shasum, tarball };
  if (form === 'full') return { ...manifest, dist };
  const fields = installFields.filter((field) => Object.hasOwn(manifest, field));
  const kept = Object.fromEntries(fields.map((field) => [field, manifest[field]]));
  return hasInstallScript(manifest) ? { ...kept, hasInstallScript: true, dist } : { ...kept, dist };
}

/** Registries that only know the full form leave this to the client, which wants to know before it unpacks. */
function hasInstallScript({ scripts, gypfile }: UpstreamVersion): boolean {
  const named = typeof scripts === 'object' && scripts !== null ? scripts : {};
  return gypfile === true || ['preinstall', 'install', 'postinstall'].some((script) => script in named);
}
