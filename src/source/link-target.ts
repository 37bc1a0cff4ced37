/**
 * Whether a symbolic link at `path` stays inside the tree, whatever other links are there that do the same. `..` may only
 * begin a target: after a name it would be taken from where that name leads, which may be another link.
 */
export function staysInside(path: string, target: string): boolean {
  if (target === '' || target.startsWith('/') || /[\0\\]/.test(target)) return false;
  const depth = path.split('/').length - 1;
  const segments = target.split('/').filter((segment) => segment !== '' && segment !== '.');
  const climbs = segments.findIndex((segment) => segment !== '..');
  const leading = climbs < 0 ? segments.length : climbs;
  return leading <= depth && !segments.slice(leading).includes('..');
}
