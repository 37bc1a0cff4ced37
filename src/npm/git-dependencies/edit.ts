import { basename } from 'node:path';
import type { GitPackages } from './packages.js';
import { gitReferences, rewriteGit, type ServedGit } from './rewrite.js';

/** The text of a file, by its path in the source, with what it takes from git repositories served; null when nothing is. */
export type GitEdit = (path: string, text: string) => Promise<string | null>;

/**
 * Packs what the files of one install take from git repositories, and rewrites them. A lockfile comes before the manifests, as it
 * says which commit a range stands for. What can't be had stays as it is.
 */
export function gitEdit(packages: Pick<GitPackages, 'provide'>, lockfile: string | null): GitEdit {
  let known: ReadonlyMap<string, string> | null = lockfile === null ? null : new Map();
  return async (path, text) => {
    const name = basename(path);
    const served = new Map<string, ServedGit>();
    const keyOf = (reference: object) => JSON.stringify(reference);
    // What a lockfile leads elsewhere decides for the manifests; their own ranges are then not looked up.
    const references = known === null || path === lockfile ? gitReferences(name, text) : [];
    // One after the other: clones and large trees of several repositories at once are no gain.
    for (const reference of references) {
      const found = await packages.provide(reference);
      if (found !== null) served.set(keyOf(reference), found);
    }
    const serve = (reference: object) => served.get(keyOf(reference)) ?? null;
    const rewritten = rewriteGit(name, text, known, serve);
    if (path === lockfile) known = rewritten.ranges;
    return rewritten.text === text ? null : rewritten.text;
  };
}
