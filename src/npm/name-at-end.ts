/**
 * The name of a package at the end of a path: `@scope/name`, or `name`. No pattern is used: one without a beginning to hold on to would take
 * time that grows with the square of a long path.
 */
export function nameAtEnd(path: string): string {
  const last = path.lastIndexOf('/');
  if (last === -1) return path;
  const scope = path.lastIndexOf('/', last - 1) + 1;
  return path[scope] === '@' && last - scope > 1 ? path.slice(scope) : path.slice(last + 1);
}
