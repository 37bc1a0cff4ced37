import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';

/** Ends of the names of source releases. */
const tarball = /\.(?:tar\.(?:gz|xz|bz2|zst|lz)|txz|tbz2|tlz|tzst)$/i;

/**
 * Whether a spec names a source release: a package of a distribution, a package URL with an address, an address or a file that ends as tarballs
 * do. npm packs `.tgz`, and understands `.tar.gz` too: such a file is a package where it has a `package.json` at its top.
 */
export async function accepts(spec: string): Promise<boolean> {
  const text = spec.trim();
  if (/^(?:deb:|pkg:(?:deb|generic)\/)/i.test(text)) return true;
  if (/^https?:\/\//i.test(text)) return tarball.test(text.replace(/[?#].*$/, ''));
  if (!tarball.test(text)) return false;
  if (!/\.tar\.gz$/i.test(text)) return true;
  const path = resolve(text.replace(/^file:(?:\/\/)?/i, ''));
  const found = await stat(path).catch(() => null);
  return found?.isFile() === true && !(await isPackage(path));
}

/** Whether a package URL, taken apart, names a source release that can be had: a source package of Debian, or what it says the address of. */
export function isSourceRelease({
  type,
  namespace,
  qualifiers = {},
}: {
  type?: string | null | undefined;
  namespace?: string | null | undefined;
  qualifiers?: Record<string, string> | null | undefined;
}): boolean {
  if (type === 'deb') return namespace === 'debian' && qualifiers?.arch === 'source';
  return type === 'generic' && qualifiers?.download_url !== undefined;
}

async function isPackage(path: string): Promise<boolean> {
  const [{ readContents }, { defaultConfig }] = await Promise.all([
    import('../archive/contents.js'),
    import('../config/defaults.js'),
  ]);
  const bytes = 2 ** 22;
  const limits = { ...defaultConfig.archive };
  const wanted = new Set(['package.json']);
  // What can't be read is told by whoever reads it next.
  const found = await readContents(path, wanted, { limits, entryBytes: bytes, totalBytes: bytes }).catch(
    () => new Map<string, Buffer>(),
  );
  return found.has('package.json');
}
