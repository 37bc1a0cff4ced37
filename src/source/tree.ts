import type { LargeFile } from './lfs.js';
import { readObject } from './object.js';
import type { ObjectReader } from './object-reader.js';
import { parseTree, type TreeObject } from './tree-object.js';

/** One file of a tree. */
export interface TreeFile {
  type: 'blob' | 'link' | 'submodule';
  /** Permission bits; git knows 0o644 and 0o755 only. */
  mode: number;
  /** Blob id, or the commit of a submodule. */
  object: string;
  /** The submodule it is in; absent for files of the repository itself. */
  via?: string;
  /** What a pointer of Git LFS stands for. */
  lfs?: LargeFile;
}

/** All files of a commit, by path from the root of the repository. */
export interface Tree {
  commit: string;
  files: ReadonlyMap<string, TreeFile>;
  /** Paths that are in the tree but can't be used, and why; they count as absent. */
  skipped: { path: string; reason: string }[];
}

/** Limits that no honest repository comes near; a tree of trees can be made to unfold without end. */
const limits = { files: 2_000_000, pathLength: 4_096, treeBytes: 64 * 2 ** 20 };

/**
 * Tree objects already parsed, by id. Neighbouring commits share nearly all of theirs.
 */
export class TreeCache {
  readonly #reader: ObjectReader;
  readonly #trees = new Map<string, Promise<TreeObject>>();

  constructor(reader: ObjectReader) {
    this.#reader = reader;
  }

  get(id: string): Promise<TreeObject> {
    let tree = this.#trees.get(id);
    if (tree === undefined) {
      tree = readObject(this.#reader, id, 'tree', limits.treeBytes).then((object) =>
        object === null
          ? { entries: [], unusable: [{ name: '', reason: 'the tree is missing or too large' }] }
          : parseTree(object.bytes),
      );
      this.#trees.set(id, tree);
    }
    return tree;
  }
}

/**
 * Reads every path of a tree, level by level over the one git process that reads objects anyway. `git ls-tree -l` would do
 * the same but takes another process, trusts a pack's index, and would fetch every blob of a partial clone for its size.
 */
export async function readTree(cache: TreeCache, commit: string, root: string): Promise<Tree> {
  const files = new Map<string, TreeFile>();
  const skipped: Tree['skipped'] = [];
  let level: { prefix: string; id: string }[] = [{ prefix: '', id: root }];
  while (level.length > 0) {
    const trees = await Promise.all(
      level.map(async ({ prefix, id }) => ({ prefix, tree: await cache.get(id) })),
    );
    level = [];
    for (const { prefix, tree } of trees) {
      for (const { name, reason } of tree.unusable) skipped.push({ path: `${prefix}${name}`, reason });
      for (const { name, type, mode, object } of tree.entries) {
        const path = `${prefix}${name}`;
        if (path.length > limits.pathLength || files.size + level.length >= limits.files) {
          skipped.push({ path: path.slice(0, 200), reason: 'beyond the limits of what is read' });
          if (skipped.length > 1000) return { commit, files, skipped };
        } else if (type === 'tree') level.push({ prefix: `${path}/`, id: object });
        else files.set(path, { type, mode, object });
      }
    }
  }
  return { commit, files, skipped };
}
