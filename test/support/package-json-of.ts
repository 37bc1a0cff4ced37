import { gunzipSync } from 'node:zlib';

/** The package.json of a tarball as a registry would read it; an empty object when the tarball holds none, or isn't one. */
export function packageJsonOf(tarball: Buffer): Record<string, unknown> {
  try {
    const tar = gunzipSync(tarball);
    for (let offset = 0; offset + 512 <= tar.length; ) {
      const header = tar.subarray(offset, offset + 512);
      const path = header.toString('utf8', 0, 100).replace(/\0.*$/s, '');
      const size = Number.parseInt(header.toString('latin1', 124, 136), 8) || 0;
      if (/^[^/]+\/package\.json$/.test(path)) {
        return JSON.parse(tar.toString('utf8', offset + 512, offset + 512 + size).replace(/^\uFEFF/, ''));
      }
      offset += 512 + Math.ceil(size / 512) * 512;
    }
  } catch {
    // Hostile tarballs are served too.
  }
  return {};
}
