import { readFile } from 'node:fs/promises';
import type { Context } from '../../context.js';
import { exitCodes } from '../../errors.js';
import type { Finding } from '../../judge/schema.js';
import { findingOf } from '../../judge/signal.js';
import { download, sriOf } from '../download.js';
import { ReleaseError } from '../error.js';
import { upstreamVersion } from '../release-name.js';
import type { FoundTarball } from '../resolve.js';
import { upstreamSignatureInvalid } from '../signals/upstream-signature-invalid.js';
import type { TarballSpec } from '../spec.js';
import { type AptSuite, aptSources } from './apt-sources.js';
import { filesOf, type ListedFile, paragraphsOf } from './control.js';
import { type Packaging, readPackaging } from './packaging.js';
import { checkSignature, keysOf } from './signature.js';
import { type IndexedPackage, packagesIn } from './suite-index.js';
import { compareVersions } from './version-order.js';

/** Where apt has its configuration, and Debian's keyring package the keys of those who upload. */
export const places = {
  apt: '/etc/apt',
  uploaders: [
    '/usr/share/keyrings/debian-keyring.gpg',
    '/usr/share/keyrings/debian-maintainers.gpg',
    '/usr/share/keyrings/debian-nonupload.gpg',
  ],
};
const smallBytes = 64 * 2 ** 20;

/**
 * Finds a source package in the archives of the machine's apt configuration, or of `debianArchives` in ours: signed index, `.dsc`, and the
 * project's tarball by the digest that these state. Throws `ReleaseError`.
 */
export async function findInDebian(
  spec: Extract<TarballSpec, { kind: 'debian' }>,
  tell: (message: string) => void,
  context: Context,
): Promise<FoundTarball> {
  const { source, files, tarball } = await lookUp(spec, tell, context);
  const { fields, suite, version } = source;
  const directory = fields.get('directory') ?? '';
  const get = (file: ListedFile) => {
    tell(`downloading ${file.name}`);
    const url = `${suite.uri}/${directory}/${file.name}`;
    return download({ url, sha256: file.sha256, largest: context.config.archive.bytes }, context);
  };
  const { path, sha256 } = await get(tarball);
  /** What only adds to the tarball may have left the archive before it. */
  const more = async (file: ListedFile | undefined) => {
    if (file === undefined) return null;
    return get(file).catch((cause: unknown) => {
      if (cause instanceof ReleaseError && cause.code === 'E_NO_SUCH_FILE_THERE') return null;
      throw cause;
    });
  };
  const description = await more(files.find((file) => file.name.endsWith('.dsc')));
  const packed = await more(files.find((file) => /\.debian\.tar\.\w+$/.test(file.name)));
  const packaging = await readPackaging(packed?.path ?? null, fields, context);
  const signature = await more(files.find((file) => file.name === `${tarball.name}.asc`));
  const uploaded =
    description === null
      ? '.dsc not checked: it has left the archive'
      : await uploadSignature(description.path, tarball, context);
  const upstream =
    signature === null
      ? { line: 'the package has no signature of the project', finding: null }
      : await upstreamSignature(signature.path, path, packaging, context);
  return {
    path,
    named: { name: spec.name, version: upstreamVersion(version) },
    purl: debianPurl(spec.name, version),
    origin: 'registry',
    publishedIntegrity: sriOf(sha256),
    publishedAt: null,
    publisher: null,
    repository: packaging.repositories[0] ?? null,
    leftOut: packaging.leftOut,
    signatures: [source.signed, uploaded, upstream.line],
    findings: upstream.finding === null ? [] : [upstream.finding],
  };
}

/** A source package as the signed index has it, with its files and the project's tarball among them. Throws `ReleaseError`. */
export async function lookUp(
  spec: Extract<TarballSpec, { kind: 'debian' }>,
  tell: (message: string) => void,
  context: Context,
): Promise<{ source: IndexedPackage; files: ListedFile[]; tarball: ListedFile }> {
  const suites = await suitesOf(context);
  if (suites.length === 0)
    throw new ReleaseError({
      code: 'E_NO_ARCHIVE',
      message: 'no archive of Debian is known on this machine',
      hint: "Name one with 'debianArchives' in the configuration.",
      exitCode: exitCodes.environment,
    });
  tell(`looking for ${spec.name} in ${suites.map(({ suite }) => suite).join(', ')}`);
  const found: IndexedPackage[] = [];
  for (const suite of suites)
    found.push(...(await packagesIn(suite, spec.name, 'source', places.apt, context)));
  const source = choose(spec, found, suites);
  const files = filesOf(source.fields.get('checksums-sha256'));
  const tarball = tarballIn(files, spec.name);
  if (tarball === undefined)
    throw new ReleaseError({
      code: 'E_NO_SUCH_FILE_THERE',
      message: `${spec.name} ${source.version} has no tarball of the project`,
      hint: 'Look at the files of the package.',
    });
  return { source, files, tarball };
}

/** The suites that packages are looked for in: those of our configuration, else those of the machine's apt. */
export async function suitesOf({ config }: Context): Promise<AptSuite[]> {
  const given = config.debianArchives.flatMap(({ uri, suites, components, signedBy }) =>
    suites.map((suite) => ({
      uri: uri.replace(/\/+$/, ''),
      suite,
      components,
      signedBy: signedBy ?? null,
      keys: null,
    })),
  );
  return given.length > 0 ? given : aptSources(places.apt);
}

function choose(
  { name, version }: Extract<TarballSpec, { kind: 'debian' }>,
  found: readonly IndexedPackage[],
  suites: readonly AptSuite[],
): IndexedPackage {
  const where = suites.map(({ suite }) => suite).join(', ');
  if (found.length === 0)
    throw new ReleaseError({
      code: 'E_NO_SUCH_PACKAGE',
      message: `no source package ${name} is in ${where}`,
      hint: 'Look at the name with apt-cache showsrc, or add the archive.',
    });
  const newest = [...found].sort((a, b) => compareVersions(b.version, a.version));
  const chosen =
    version === null
      ? newest[0]
      : (newest.find((one) => one.version === version) ??
        newest.find(
          (one) => upstreamVersion(one.version) === version || withoutRevision(one.version) === version,
        ));
  if (chosen !== undefined) return chosen;
  throw new ReleaseError({
    code: 'E_NO_SUCH_VERSION',
    message: `${name} ${version} is not in ${where}, or has left the archive; there ${newest.length === 1 ? 'is' : 'are'} ${[...new Set(newest.map((one) => one.version))].join(', ')}`,
    hint: 'Add a suite that has it, or give its tarball or the address of one.',
  });
}

/** The package URL of a source package. */
export const debianPurl = (name: string, version: string): string =>
  `pkg:deb/debian/${name}@${encodeURIComponent(version)}?arch=source`;

const withoutRevision = (version: string) => version.replace(/^\d+:/, '').replace(/-[^-]*$/, '');

/** The project's tarball: `name_version.orig.tar.*`, that of all for a package of Debian itself. Those of components are others. */
function tarballIn(files: readonly ListedFile[], name: string): ListedFile | undefined {
  return (
    files.find((file) => /\.orig\.tar\.\w+$/.test(file.name)) ??
    files.find((file) => file.name.startsWith(`${name}_`) && /(?<!\.debian)\.tar\.\w+$/.test(file.name))
  );
}

/** What is known of who uploaded the package; that its `.dsc` names another tarball than the index is refused. */
async function uploadSignature(path: string, tarball: ListedFile, { signal }: Context): Promise<string> {
  const bytes = await readFile(path);
  if (bytes.length > smallBytes) return '.dsc not checked: it is too large';
  const keys = await keysOf(places.uploaders, places.apt);
  if (keys.length === 0)
    return '.dsc not checked: the keys of those who upload are not here (debian-keyring)';
  const check = await checkSignature({ signed: bytes, file: null, keys, signal });
  if (!check.holds) return `.dsc not checked: ${check.message}`;
  const listed = [...paragraphsOf(check.text?.toString('utf8') ?? '')].flatMap((fields) =>
    filesOf(fields.get('checksums-sha256')),
  );
  if (!listed.some(({ name, sha256 }) => name === tarball.name && sha256 === tarball.sha256))
    throw new ReleaseError({
      code: 'E_OTHER_BYTES',
      message: `the signed .dsc does not list ${tarball.name} with the digest that the index has`,
      hint: 'Do not use the package; tell the archive.',
    });
  return `.dsc signed by ${check.by || check.key}`;
}

async function upstreamSignature(
  signature: string,
  tarball: string,
  { keys }: Packaging,
  { signal }: Context,
): Promise<{ line: string; finding: Finding | null }> {
  if (keys === null)
    return { line: "the project's signature not checked: the packaging has no key of it", finding: null };
  const signed = await readFile(signature);
  const check = await checkSignature({ signed, file: tarball, keys: [keys], signal });
  if (check.holds)
    return { line: `tarball signed by ${check.by || check.key}, a key of the packaging`, finding: null };
  const message = `the project's signature of the tarball does not hold: ${check.message}`;
  return { line: message, finding: findingOf(upstreamSignatureInvalid, { path: null, message }) };
}
