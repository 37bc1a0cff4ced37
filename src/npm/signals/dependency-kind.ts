import npa from 'npm-package-arg';

/** Where a dependency's range leads: the registry by range, tag or alias, or elsewhere. */
export type DependencyKind = 'registry' | 'alias' | 'git' | 'url' | 'file' | 'unreadable';

/** Says where a dependency comes from, as npm reads its range. Never throws. */
export function dependencyKind(name: string, spec: string): DependencyKind {
  // pnpm and yarn put the repository's own workspaces and catalogs here; a release must not have them at all.
  if (/^(?:workspace|catalog|link|portal|patch):/.test(spec)) return 'file';
  if (spec.length > 2_000 || name.length > 250) return 'unreadable';
  try {
    switch (npa.resolve(name, spec).type as string) {
      case 'git':
        return 'git';
      case 'remote':
        return 'url';
      case 'alias':
        return 'alias';
      case 'file':
      case 'directory':
        return 'file';
      default:
        return 'registry';
    }
  } catch {
    return 'unreadable';
  }
}
