import { rewriteManifest } from './manifest.js';
import { rewriteNpmLockfile } from './npm-lockfile.js';
import { rewritePnpmLockfile } from './pnpm-lockfile.js';
import type { GitReference } from './reference.js';
import { rewriteYarnLockfile } from './yarn-lockfile.js';

/** Where the registry proxy serves a package that was packed from its repository. */
export interface ServedGit {
  address: string;
  /** SRI. */
  integrity: string;
}

/** What is served for a reference; null for what stays as it is. */
export type ServeGit = (reference: GitReference) => ServedGit | null;

/** A file that leads to the proxy for what it took from git repositories. */
export interface RewrittenGit {
  /** As it was where nothing is served. */
  text: string;
  /** Addresses by `name@range`, for ranges that the manifests have to state otherwise too. */
  ranges: ReadonlyMap<string, string>;
}

/**
 * Points a manifest or lockfile at the proxy for each package that `serve` has. `known` are the ranges that the lockfile led
 * elsewhere; null where no lockfile is obeyed, so that a manifest's own ranges decide. Pure; a file that can't be read stays as it is.
 * `name` is that of the file, without folders.
 */
export function rewriteGit(
  name: string,
  text: string,
  known: ReadonlyMap<string, string> | null,
  serve: ServeGit,
): RewrittenGit {
  switch (name) {
    case 'package.json':
      return { text: rewriteManifest(text, known, serve), ranges: new Map() };
    case 'package-lock.json':
    case 'npm-shrinkwrap.json':
      return rewriteNpmLockfile(text, serve);
    case 'yarn.lock':
      return rewriteYarnLockfile(text, serve);
    case 'pnpm-lock.yaml':
      return { text: rewritePnpmLockfile(text, serve), ranges: new Map() };
    default:
      return { text, ranges: new Map() };
  }
}

/** What a manifest or lockfile takes from git repositories, in its order. */
export function gitReferences(name: string, text: string): GitReference[] {
  const found: GitReference[] = [];
  rewriteGit(name, text, null, (reference) => {
    found.push(reference);
    return null;
  });
  return found;
}
