/** A tarball as its address names it; whether it exists is another question. */
export interface TarballName {
  name: string;
  version: string;
}

/** What names and versions may be made of; the rest never gets into an address, a file name or a log line. */
const nameForm = /^(?:@[A-Za-z0-9._~!'()*-]+\/)?[A-Za-z0-9~!'()*-][A-Za-z0-9._~!'()*-]*$/;
const versionForm = /^v?\d[0-9A-Za-z.+_-]*$/;

/** True for names that a registry can have given. */
export const isPackageName = (name: string): boolean => name.length <= 214 && nameForm.test(name);

/** True for version numbers, in the wide sense of old packages. */
export const isVersion = (version: string): boolean => version.length <= 256 && versionForm.test(version);

/**
 * Decodes the path of a URL into segments. Null for paths that say one thing and mean another: bad escapes, empty or dotted
 * segments, control characters.
 */
export function segmentsOf(path: string): string[] | null {
  try {
    // A slash may be escaped, as in `@scope%2fname`.
    const segments = path.replace(/^\//, '').split('/').map(decodeURIComponent).join('/').split('/');
    const odd = segments.some((segment) => /^\.{0,2}$|[\0-\x20\x7f\\]/.test(segment));
    return odd ? null : segments;
  } catch {
    return null;
  }
}

/**
 * Reads the path of a tarball's address, as any registry writes it: `name/-/name-1.0.0.tgz`, with any folder before, with the
 * scope repeated in the file's name, with `download` for `-`; and `download/@scope/name/1.0.0/<hash>`. Null for anything else.
 */
export function tarballOf(segments: readonly string[]): TarballName | null {
  const mark = Math.max(segments.lastIndexOf('-'), segments.lastIndexOf('download'));
  if (mark === -1) return null;
  const rest = segments.slice(mark + 1);
  return (mark > 0 ? byFile(segments.slice(0, mark), rest) : null) ?? byFolders(segments[mark], rest);
}

function byFile(before: readonly string[], after: readonly string[]): TarballName | null {
  const base = before.at(-1)!;
  const scope = before.at(-2)?.startsWith('@') ? before.at(-2)! : null;
  const file = after.length === 2 && after[0] === scope ? after[1]! : after.length === 1 ? after[0]! : '';
  if (!file.startsWith(`${base}-`) || !file.endsWith('.tgz')) return null;
  return checked(scope === null ? base : `${scope}/${base}`, file.slice(base.length + 1, -'.tgz'.length));
}

function byFolders(mark: string | undefined, after: readonly string[]): TarballName | null {
  const [scope = '', base = '', version = '', hash = ''] = after;
  if (mark !== 'download' || after.length !== 4 || !scope.startsWith('@') || !/^[0-9a-f]{8,}$/.test(hash)) {
    return null;
  }
  return checked(`${scope}/${base}`, version);
}

function checked(name: string, version: string): TarballName | null {
  return isPackageName(name) && isVersion(version) ? { name, version } : null;
}

/** Path of a tarball on the proxy, without a slash at the start: the form that every client knows. */
export function tarballPath({ name, version }: TarballName): string {
  return `${name}/-/${name.replace(/^@[^/]+\//, '')}-${version}.tgz`;
}

/** A package that was packed from a git repository, as its address on the proxy names it. */
export interface GitTarballName {
  name: string;
  commit: string;
}

/** Path on the proxy, without a slash at the start. No registry has such addresses. */
export function gitTarballPath({ name, commit }: GitTarballName): string {
  return `-/git/${name}/${commit}.tgz`;
}

/** Reads such a path; null for anything else. */
export function gitTarballOf(segments: readonly string[]): GitTarballName | null {
  const [mark, kind, ...rest] = segments;
  const commit = /^([0-9a-f]{40})\.tgz$/.exec(rest.at(-1) ?? '')?.[1];
  const name = rest.slice(0, -1).join('/');
  return mark === '-' && kind === 'git' && commit !== undefined && isPackageName(name)
    ? { name, commit }
    : null;
}
