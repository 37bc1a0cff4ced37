/**
 * A folder as manifests and people write it (`./packages/x/`), as git writes it: `packages/x`, or '' for the root.
 * Null when it climbs out of the repository, is absolute on some system, or holds control characters.
 */
export function repositoryPath(text: string): string | null {
  if (/[\x00-\x1f\x7f\\]/.test(text) || /^[a-z]:/i.test(text)) return null;
  const segments = text.split('/').filter((segment) => segment !== '' && segment !== '.');
  return segments.includes('..') ? null : segments.join('/');
}

/** The path of a file in a folder that `repositoryPath` gave. */
export function within(directory: string, file: string): string {
  return directory === '' ? file : `${directory}/${file}`;
}
