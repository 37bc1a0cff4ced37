/**
 * Where an entry is installed, as a relative reference of RFC 3986 from the root of whoever uses the package. Segments that would lead
 * elsewhere lose that meaning: a location never leaves the package's folder.
 */
export function installedAt(name: string, path: string): string {
  const segments = `node_modules/${name}/${path}`.split('/').filter((segment) => segment !== '');
  return segments.map(segmentOf).join('/');
}

/** Dots alone mean a folder, percent-encoded too. */
const segmentOf = (segment: string): string =>
  /^\.{1,2}$/.test(segment) ? '_'.repeat(segment.length) : percentEncoded(segment);

/** Of a lone surrogate, which is no character, nothing but that is told. */
export const percentEncoded = (text: string): string =>
  encodeURIComponent(Buffer.from(text).toString()).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
