import type { Comparison } from '../compare/schema.js';
import { isCode } from './kinds.js';

/** Asks for the names of the files in a folder. */
const lists =
  /\b(?:readdir|readdirSync|opendir|opendirSync|glob|globSync|globby|fast-glob|tinyglobby|require-dir|require-all|include-all)\b/;
/** Loads something whose name is put together at run time. */
const loads = /\b(?:require|import)\s*\(\s*(?:[^\s'"`)]|`[^`]*\$\{|(['"])[^'"\n]*\1\s*\+)/;

/**
 * Whether a script looks for files, in folders that it does not name. `require` takes a file of any ending that it doesn't know for a
 * script, so that a document may run by lying in the right folder.
 */
export const listsFiles = (text: string): boolean => lists.test(text);

/** Whether a script loads what it has found. */
export const runsWhatIsFound = (text: string): boolean => loads.test(text);

const folderOf = (path: string) => path.slice(0, Math.max(path.lastIndexOf('/'), 0));

/**
 * Folders below the top in which everything that is accounted for is code or JSON: those that a script could load whole. In any
 * other one it must pass over what is no script, and passes over a document too.
 */
export function foldersOfCode({ entries }: Comparison): Set<string> {
  const folders = new Map<string, boolean>();
  for (const { path, evidence } of entries) {
    const folder = folderOf(path);
    if (evidence.kind === 'none' || folder === '') continue;
    const loadable = isCode(path) || path.endsWith('.json');
    folders.set(folder, loadable && folders.get(folder) !== false);
  }
  return new Set([...folders].flatMap(([folder, whole]) => (whole ? [folder] : [])));
}

/** Whether a file lies directly in one of the folders. */
export const liesIn = (folders: ReadonlySet<string>, path: string): boolean => folders.has(folderOf(path));
