/** Packages of a lockfile that tells what each asks for, by whatever it names them by. */
export interface LockfileGraph<Key> {
  /** What the project and its workspaces ask for, with and without development. */
  roots: { production: readonly Key[]; development: readonly Key[] };
  /** What a package asks for. */
  edges(key: Key): readonly Key[];
}

/** What the packages of a graph are to the project: those it asks for itself, and those that are installed without development too. */
export function rolesIn<Key>({
  roots,
  edges,
}: LockfileGraph<Key>): (key: Key) => { direct: boolean; production: boolean } {
  const direct = new Set([...roots.production, ...roots.development]);
  const production = new Set(roots.production);
  // A set that grows while it is gone through is gone through to its end.
  for (const key of production) for (const next of edges(key)) production.add(next);
  return (key) => ({ direct: direct.has(key), production: production.has(key) });
}
