import { PackageURL } from 'packageurl-js';
import semver from 'semver';

/** Releases that a waiver is about: one, or those of a range. */
export interface WaivedRelease {
  /** Canonical; null where a name was given. */
  purl: string | null;
  name: string;
  /** Null for a range. */
  version: string | null;
  range: string | null;
}

/** Reads `name@1.2.3`, `@scope/name@^1` and `pkg:npm/name@1.2.3`; null for anything else. */
export function waivedRelease(text: string): WaivedRelease | null {
  if (/^pkg:/i.test(text)) return fromPurl(text);
  const at = text.lastIndexOf('@');
  if (at <= 0) return null;
  const [name, wanted] = [text.slice(0, at), text.slice(at + 1)];
  // A glob would be taken for the name of nothing, and pass for a waiver that is in force.
  if (!/^(?:@[\w.~-]+\/)?[\w.~-]+$/.test(name)) return null;
  // `v1.2.3` is a version to semver, and that of no release.
  if (semver.valid(wanted) !== null)
    return /^\d\S*$/.test(wanted) ? { purl: null, name, version: wanted, range: null } : null;
  const range = wanted.trim() === '' ? null : semver.validRange(wanted);
  return range === null ? null : { purl: null, name, version: null, range };
}

function fromPurl(text: string): WaivedRelease | null {
  try {
    const parsed = PackageURL.fromString(text);
    const { type, namespace, name, version, qualifiers, subpath } = parsed;
    if (
      version == null ||
      (type === 'npm' && semver.valid(version) === null) ||
      subpath ||
      Object.keys(qualifiers ?? {}).length > 0
    )
      return null;
    return {
      purl: parsed.toString(),
      name: namespace ? `${namespace}/${name}` : name,
      version,
      range: null,
    };
  } catch {
    return null;
  }
}

/** Whether a release is one of these. Prereleases are in a range only where it names them, as npm has it. */
export function isWaivedRelease(
  { purl, name, version, range }: WaivedRelease,
  release: { purl: string; name: string; version: string },
): boolean {
  if (purl !== null) return purl === release.purl;
  if (name !== release.name) return false;
  return version === null ? semver.satisfies(release.version, range ?? '') : version === release.version;
}
