import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Context } from '../../context.js';
import { type PackageFile, readPackage } from '../debian/package-files.js';
import { binaryPackages } from '../debian/packages.js';
import { ReleaseError } from '../error.js';
import { installedPackage } from './installed.js';
import { type ToolchainOrigin, toolchainName } from './known.js';
import { insideToolchain, type Making } from './provide.js';

/** Folders of a package that its programs are made of. */
const wanted = /^usr\/(bin|share\/(?:autoconf|automake-[\d.]+|aclocal(?:-[\d.]+)?))\//;
/** Files that say where the others lie; frozen macros count their own bytes, and are left alone. */
const saysWhere = /^usr\/bin\/|\/autom4te\.cfg$|\.pm$/;
/** Bytes of one file. */
const largest = 2 ** 24;

/** Unpacks a package of Debian into a toolchain: the one that is installed where it is that, nothing of it is run, and where its programs look for their files is rewritten. */
export async function fromPackage({ toolchain, origin, into, context }: Making): Promise<string> {
  if (origin.kind !== 'package') throw new TypeError(origin.kind);
  const wants = (at: string, size: number) => wanted.test(at) && size <= largest;
  const installed = await installedPackage(origin.name, origin.version, wants);
  const { files, from } =
    installed === null
      ? await archived(origin, wants, context)
      : { files: installed, from: `${origin.name} ${origin.version} as this machine has it installed` };
  const root = insideToolchain(toolchainName(toolchain));
  for (const { path: at, mode, bytes } of files) {
    const to = join(into, at.replace(/^usr\//, ''));
    await mkdir(dirname(to), { recursive: true });
    await writeFile(to, saysWhere.test(at) ? relocated(bytes, root) : bytes);
    await chmod(to, (mode & 0o111) === 0 ? 0o644 : 0o755);
    // Programs with their series in their names are known without it too.
    const plain = /^(usr\/bin\/(?:automake|aclocal))-[\d.]+$/.exec(at)?.[1];
    if (plain !== undefined)
      await symlink(at.slice('usr/bin/'.length), join(into, plain.replace(/^usr\//, '')));
  }
  return from;
}

async function archived(
  { name, version }: Extract<ToolchainOrigin, { kind: 'package' }>,
  wants: (path: string, size: number) => boolean,
  context: Context,
): Promise<{ files: PackageFile[]; from: string }> {
  const found = (await binaryPackages(name, context)).find((one) => one.version === version);
  if (found === undefined) throw noSuiteHasIt();
  const { path, sha256 } = await found.get();
  const files: PackageFile[] = [];
  await readPackage(path, wants, (file) => files.push(file), context);
  return { files, from: `${found.name} (sha256 ${sha256}), ${found.signed}` };
}

/** `/usr/share/…` and the programs of the package itself, at their place in the sandbox. */
function relocated(bytes: Buffer, root: string): Buffer {
  const text = bytes
    .toString('latin1')
    .replaceAll(/\/usr\/share\/(?=autoconf|automake-|aclocal)/g, `${root}/share/`)
    .replaceAll(/\/usr\/bin\/(?=auto(?:conf|header|m4te|make|reconf|scan|update)|aclocal)/g, `${root}/bin/`);
  return Buffer.from(text, 'latin1');
}

/** That what a toolchain is made of is in none of the archives that are known. */
export const noSuiteHasIt = (): ReleaseError =>
  new ReleaseError({
    code: 'E_NO_SUCH_VERSION',
    message: 'no known suite has it',
    hint: "Add one to 'debianArchives'.",
  });
