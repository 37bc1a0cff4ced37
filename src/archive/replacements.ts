import type { Entry, Oddity } from './schema.js';

/** One file of an archive that installs, or that one of the same path replaces later. */
interface Occurrence {
  entry: Entry;
  root: string;
}

/** The files of one path. */
interface Occurrences {
  installs: Entry;
  count: number;
  differ: boolean;
  /** One replaces another that is not the very same: bytes, permissions or the top-level folder are others. */
  changes: boolean;
  roots: Set<string>;
}

/** Entries by path as they end up installed, and what was replaced on the way. */
export class Replacements {
  readonly #paths = new Map<string, Occurrences>();

  /** The next file in archive order: it replaces one of the same path. */
  add({ entry, root }: Occurrence): void {
    const before = this.#paths.get(entry.path);
    if (before === undefined) {
      this.#paths.set(entry.path, {
        installs: entry,
        count: 1,
        differ: false,
        changes: false,
        roots: new Set([root]),
      });
      return;
    }
    before.differ ||= before.installs.sha256 !== entry.sha256;
    before.changes ||= before.differ || before.installs.mode !== entry.mode || !before.roots.has(root);
    before.count++;
    before.roots.add(root);
    before.installs = entry;
  }

  /** The file that a hard link of the archive names, as stored: one that came before, in the same top-level folder; else null. */
  linked(target: string, root: string): Entry | null {
    if (!target.startsWith(`${root}/`)) return null;
    const file = this.#paths.get(target.slice(root.length + 1));
    return file?.roots.has(root) ? file.installs : null;
  }

  /** What installs, in order of path (code units). */
  entries(): Entry[] {
    return [...this.#paths.values()]
      .map(({ installs }) => installs)
      .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  }

  oddities(): Oddity[] {
    const roots = [...new Set([...this.#paths.values()].flatMap((file) => [...file.roots]))];
    const named = roots.slice(0, 5).map((root) => `'${root}'`);
    const more = roots.length > named.length ? ` and ${roots.length - named.length} more` : '';
    const several: Oddity[] =
      roots.length < 2
        ? []
        : [
            {
              kind: 'several-roots',
              path: null,
              detail: `Files lie in ${roots.length} top-level folders, which install as one: ${named.join(', ')}${more}.`,
              overwrites: false,
            },
          ];
    return [...several, ...[...this.#paths].flatMap(([path, file]) => replaced(path, file))];
  }
}

function replaced(path: string, { count, differ, changes, roots }: Occurrences): Oddity[] {
  if (count === 1) return [];
  const bytes = differ ? 'with different bytes' : 'with the same bytes';
  const duplicate: Oddity = {
    kind: 'duplicate-path',
    path,
    detail: `It is in the archive ${count} times, ${bytes}; the last one installs.`,
    // pnpm 7 and 8 pack what `main` and `bin` name as `./a` once more; whichever of them installs, it is the same.
    overwrites: changes,
  };
  if (roots.size === 1) return [duplicate];
  const detail = `It is in ${roots.size} top-level folders, of which one replaces the other.`;
  return [duplicate, { kind: 'several-roots', path, detail, overwrites: true }];
}
