import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exitCodes, ReproveError } from '../errors.js';
import { type ReleaseName, releaseNameOf } from './release-name.js';

/** What a person asked for. */
export type TarballSpec =
  | { kind: 'file'; path: string; named: ReleaseName | null }
  | {
      kind: 'address';
      url: string;
      named: ReleaseName | null;
      /** Hex; null where none was given. */
      sha256: string | null;
    }
  | {
      kind: 'debian';
      name: string;
      /** Of the package, or of the project; null for the newest. */
      version: string | null;
    };

/** A spec that names no source release; `E_BAD_SPEC`, exit code 2. */
export class SpecError extends ReproveError {
  constructor(message: string, cause?: unknown) {
    super({
      code: 'E_BAD_SPEC',
      message,
      hint: 'Give a tarball, its address, pkg:generic/name@version?download_url=…, pkg:deb/debian/name@version?arch=source, or deb:name@version.',
      exitCode: exitCodes.usage,
      cause,
    });
  }
}

/** Name and version of an address. Throws `SpecError` where neither it nor whoever gave it says them. */
export function namedAt({ url, named }: Extract<TarballSpec, { kind: 'address' }>): ReleaseName {
  if (named !== null) return named;
  throw new SpecError(`${url} says no name and version: give pkg:generic/name@version?download_url=${url}`);
}

const longest = 5_000;
/** Debian Policy 5.6.1 and 5.6.12. */
const debianName = /^[a-z0-9][a-z0-9+.-]{0,100}$/;
const debianVersion = /^(?:\d+:)?\d[A-Za-z0-9.+~-]{0,100}$/;

/** Reads a spec. Throws `SpecError` for what names no source release. */
export async function parseSpec(text: string): Promise<TarballSpec> {
  const spec = text.trim();
  if (spec.length > longest) throw new SpecError('the spec is too long');
  if (/[\x00-\x1f\x7f]/.test(spec)) throw new SpecError('the spec holds control characters');
  if (/^pkg:/i.test(spec)) return fromPurl(spec);
  if (/^deb:/i.test(spec)) {
    const [name = '', version = null] = spec.slice(4).split('@');
    return debian(name, version, spec);
  }
  if (/^https?:\/\//i.test(spec)) return address(spec, null, null, spec);
  const path = /^file:\/\//i.test(spec) ? fileOf(spec) : resolve(spec.replace(/^file:/i, ''));
  return { kind: 'file', path, named: releaseNameOf(basename(path)) };
}

function fileOf(address: string): string {
  try {
    return fileURLToPath(address);
  } catch (cause) {
    throw new SpecError(`${address} is no file address of this machine`, cause);
  }
}

function debian(name: string, version: string | null, shown: string): TarballSpec {
  if (!debianName.test(name)) throw new SpecError(`${shown} names no source package of Debian`);
  if (version !== null && !debianVersion.test(version))
    throw new SpecError(`${shown} names no version of a package of Debian`);
  return { kind: 'debian', name, version };
}

function address(
  text: string,
  named: ReleaseName | null,
  sha256: string | null,
  shown: string,
): Extract<TarballSpec, { kind: 'address' }> {
  let url: URL;
  try {
    url = new URL(text);
  } catch (cause) {
    throw new SpecError(`${shown} has an address that is none`, cause);
  }
  if (!/^https?:$/.test(url.protocol)) throw new SpecError(`${shown} has no http or https address`);
  if (url.username !== '' || url.password !== '')
    throw new SpecError('an address with credentials is none for a report: fetch the file and give its path');
  const file = decodeURIComponent(url.pathname.slice(url.pathname.lastIndexOf('/') + 1));
  return { kind: 'address', url: url.href, named: named ?? releaseNameOf(file), sha256 };
}

/** The spec that a package URL stands for (package-url.github.io). */
async function fromPurl(text: string): Promise<TarballSpec> {
  const { PackageURL } = await import('packageurl-js');
  const purl = (() => {
    try {
      return PackageURL.fromString(text);
    } catch (cause) {
      throw new SpecError(`${text} is no package URL`, cause);
    }
  })();
  const qualifiers: Record<string, string> = purl.qualifiers ?? {};
  const { name, version } = purl;
  if (purl.type === 'deb') {
    if (purl.namespace !== 'debian') throw new SpecError(`${text} is of no distribution that is known here`);
    if (qualifiers.arch !== 'source')
      throw new SpecError(`${text} names a binary package: only sources are verified, with ?arch=source`);
    return debian(name ?? '', version ?? null, text);
  }
  if (qualifiers.download_url === undefined)
    throw new SpecError(`${text} says not where it is: give it ?download_url=`);
  const named = name && version ? { name, version } : null;
  return address(qualifiers.download_url, named, checksum(qualifiers.checksum, text), text);
}

/** The SHA-256 among `algorithm:hex,…`. Throws where there are checksums and it isn't among them: what was asked for must be checked. */
function checksum(text: string | undefined, shown: string): string | null {
  if (text === undefined) return null;
  const found = text
    .split(',')
    .map((part) => /^sha-?256:([0-9a-f]{64})$/i.exec(part.trim())?.[1])
    .find((hex) => hex !== undefined);
  if (found === undefined) throw new SpecError(`${shown} has no checksum of the form sha256:<64 hex digits>`);
  return found.toLowerCase();
}
