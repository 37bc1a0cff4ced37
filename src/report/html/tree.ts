import type { ComparedEntry } from '../../compare/schema.js';

/** How an entry is accounted for, as it is coloured. */
export type Look = 'phantom' | 'none' | 'equivalent' | 'rebuild' | 'upstream' | 'source';

/** What is to be looked at first. */
export const looks: readonly Look[] = ['phantom', 'none', 'equivalent', 'rebuild', 'upstream', 'source'];

/** A folder of a release. */
export interface Folder {
  name: string;
  folders: Folder[];
  files: { name: string; entry: ComparedEntry }[];
  /** Of all files below, by look. */
  amounts: Record<Look, number>;
}

/** Folders below this depth are shown as part of the names of their files: a page can't be nested without end. */
const deepest = 8;

/** How an entry is accounted for. */
export const lookOf = ({ evidence, phantom }: ComparedEntry): Look =>
  evidence.kind === 'none' ? (phantom ? 'phantom' : 'none') : evidence.kind;

/** Entries by folder; in each, folders and files that nothing accounts for come first. */
export function treeOf(entries: readonly ComparedEntry[]): Folder {
  const root = folderOf('');
  const children = new Map<Folder, Map<string, Folder>>();
  for (const entry of entries) {
    const segments = entry.path.split('/');
    const names = segments.slice(0, Math.min(segments.length - 1, deepest));
    const look = lookOf(entry);
    let at = root;
    at.amounts[look] += 1;
    for (const name of names) {
      const known = children.get(at) ?? new Map<string, Folder>();
      children.set(at, known);
      const next = known.get(name) ?? folderOf(name);
      if (!known.has(name)) at.folders.push(next);
      known.set(name, next);
      at = next;
      at.amounts[look] += 1;
    }
    at.files.push({ name: segments.slice(names.length).join('/'), entry });
  }
  sort(root);
  return root;
}

const folderOf = (name: string): Folder => ({
  name,
  folders: [],
  files: [],
  amounts: { phantom: 0, none: 0, equivalent: 0, rebuild: 0, upstream: 0, source: 0 },
});

/** Entries come in order of path, and the sort is stable. */
function sort(folder: Folder): void {
  const rank = ({ amounts }: Folder): number => looks.findIndex((look) => amounts[look] > 0);
  folder.folders.sort((a, b) => Math.min(rank(a), 2) - Math.min(rank(b), 2));
  folder.files.sort((a, b) => looks.indexOf(lookOf(a.entry)) - looks.indexOf(lookOf(b.entry)));
  for (const each of folder.folders) sort(each);
}
