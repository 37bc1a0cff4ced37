import type { Entry } from '../archive/schema.js';
import type { Context } from '../context.js';
import { hashBlobs, readBlobs } from './blobs.js';
import { type CheckedOut, checkout } from './checkout.js';
import { SourceError } from './error.js';
import { gitArchive } from './git-archive.js';
import { gitRead } from './git-read.js';
import { writeHistory } from './history.js';
import type { Mirror } from './mirror.js';
import { ObjectReader } from './object-reader.js';
import { listRefs, type Refs } from './refs.js';
import { type Tree, TreeCache } from './tree.js';

/** A repository that is being read; close it when done. */
export interface OpenRepository {
  /** Contents of blobs by id; those that are larger than `limit` bytes, or not there, are absent. */
  readBlobs(ids: Iterable<string>, limit: number): Promise<Map<string, Buffer>>;
  /** SHA-256 (hex) of each blob's own bytes, by id; blobs that aren't there are absent. */
  hashBlobs(ids: Iterable<string>): Promise<Map<string, string>>;
  /** Makes sure, in one request, that blobs are here which a partial clone may lack. */
  bring(ids: Iterable<string>): Promise<void>;
  /**
   * What `git archive` writes of a commit, by path, of some paths, those of submodules included. Null where something of
   * it is missing. `$Format:…$` in these files is expanded: what may be in it is for the caller to see to.
   */
  archive(commit: string, paths: readonly string[]): Promise<ReadonlyMap<string, Entry> | null>;
  /** Writes a tree's files into an empty folder of the host. */
  checkout(tree: Tree, into: string): Promise<CheckedOut>;
  /** Writes the history of a commit into a folder that does not exist yet; false, and nothing is there, where it can't be had. */
  history(commit: string, into: string): Promise<boolean>;
  close(): Promise<void>;
}

/** What the search for a revision needs besides. */
export interface SearchedRepository extends OpenRepository {
  view: string;
  reader: ObjectReader;
  trees: TreeCache;
  /** Bytes of each blob, by id; those that aren't there are absent. */
  blobSizes(ids: Iterable<string>): Promise<Map<string, number>>;
  refs(): Promise<Refs>;
}

/** Opens a mirror for reading: one git process for all objects, and one to list refs when they are asked for. */
export function openRepository(mirror: Mirror, context: Context): SearchedRepository {
  const { view } = mirror;
  const reader = new ObjectReader(view, context.signal);
  const brought = new Set<string>();

  const blobSizes = async (ids: Iterable<string>) => {
    const wanted = [...new Set(ids)];
    if (wanted.length === 0) return new Map<string, number>();
    const check = ['cat-file', '--batch-check=%(objectname) %(objecttype) %(objectsize)', '--buffer'];
    const output = await gitRead(view, check, context.signal, `${wanted.join('\n')}\n`);
    const found = [...output.matchAll(/^([0-9a-f]{40}) blob (\d+)$/gm)];
    return new Map(found.map(([, id = '', size]) => [id, Number(size)]));
  };

  /** A partial clone has the blobs that were asked for before: the others come in one request, not one by one. */
  const bring = async (ids: Iterable<string>) => {
    if (mirror.supply === null) return;
    const unknown = [...new Set(ids)].filter((id) => !brought.has(id));
    const there = await blobSizes(unknown);
    const lacking = unknown.filter((id) => !there.has(id));
    if (lacking.length > 0) {
      const failure = await mirror.supply(lacking);
      if (failure !== null) throw new SourceError({ code: 'E_GIT', ...failure });
    }
    for (const id of unknown) brought.add(id);
  };

  return {
    view,
    reader,
    trees: new TreeCache(reader),
    blobSizes,
    bring,
    refs: () => listRefs(view, context.signal),
    async readBlobs(ids, limit) {
      const wanted = [...ids];
      await bring(wanted);
      return readBlobs(reader, wanted, limit);
    },
    async hashBlobs(ids) {
      const wanted = [...ids];
      await bring(wanted);
      return hashBlobs(reader, wanted);
    },
    archive: (commit, paths) => gitArchive(view, commit, paths, context.config.archive, context.signal),
    async checkout(tree, into) {
      await bring(
        [...tree.files.values()].filter(({ type }) => type !== 'submodule').map((file) => file.object),
      );
      return checkout(reader, tree, into, context.config.sandbox.limits.diskBytes);
    },
    history: (commit, into) => writeHistory(view, commit, into, context.signal),
    close: () => reader.close(),
  };
}
