/** A path as file systems that ignore letter case and Unicode form know it. */
export const folded = (path: string): string => path.normalize('NFC').toLowerCase();

/** A path without its percent encoding; as it is where that is broken. */
export function percentDecoded(path: string): string {
  if (!path.includes('%')) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
