import { posix } from 'node:path';

/** Versions of pkg-config that were released since its macros have theirs in them. */
const pkgConfig = [...['0.24', '0.25', '0.26', '0.27', '0.27.1', '0.28', '0.29', '0.29.1', '0.29.2']];

/**
 * What a template of a macro file becomes when its project is built: `pkg.m4` has the version of pkg-config in it. A file that is no template
 * is what it is.
 */
export function expanded(
  path: string,
  bytes: Buffer,
): { path: string; bytes: Buffer; version: string | null }[] {
  const name = posix.basename(path);
  if (!/^pkg\.m4(?:\.in)?$/.test(name) || !bytes.includes('@VERSION@'))
    return [{ path, bytes, version: null }];
  const text = bytes.toString('latin1');
  return pkgConfig.map((version) => ({
    path: path.replace(/\.in$/, ''),
    bytes: Buffer.from(text.replaceAll('@VERSION@', version), 'latin1'),
    version,
  }));
}
