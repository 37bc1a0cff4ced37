import { posix } from 'node:path';
import { hasHashbang } from '../compare/normalizers/text-kinds.js';

const baseName = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/** Names made of these characters are found by cutting code into words; others are searched for one by one. */
const plain = /^[\w.@+~%$-]+$/;
const word = /[\w.@+~%$-]+/g;
/** What follows a name at the end of a string literal, or before a loader's query. */
const endsLiteral = new Set(['"', "'", '`', '?', '#', '!', '\\']);
/** Mentions that load nothing: the map of a script, and a type that a comment imports. */
const notRead = /[#@][ \t]*sourceMappingURL=[^\s'"`]*|import\(\s*['"][^'"\n]{1,300}\.d\.[cm]?ts['"]\s*\)/g;
/** More names than this with odd characters are not searched for; they all count as named. */
const oddNames = 64;

/** Names by which code can mean a file: `x.json`, and `x` for what `require` completes. */
function namesOf(path: string): string[] {
  const name = baseName(path);
  const stem = name.replace(/\.(?:js|cjs|mjs|jsx|ts|cts|mts|tsx|json|node|wasm)$/i, '');
  const names = stem === name || stem === '' ? [name] : [name, stem];
  if (stem !== 'index') return names;
  const folder = baseName(path.slice(0, Math.max(path.lastIndexOf('/'), 0)));
  return folder === '' ? names : [...names, folder];
}

const relative = /['"`](\.{1,2}\/[^'"`\s]{0,300})['"`]/g;
const completions = ['', '.js', '.json', '.node', '.cjs', '.mjs', '/index.js'];

/** Installed paths that a script may load by a relative specifier, completed as node completes them. */
export function relativePaths(path: string, content: Buffer): Set<string> {
  const found = new Set<string>();
  for (const [, specifier] of content.toString('utf8').matchAll(relative)) {
    const target = posix.join(posix.dirname(path), specifier!);
    for (const completion of completions) found.add(target + completion);
  }
  return found;
}

/** A path as file systems that ignore letter case and Unicode form know it. */
export const folded = (path: string): string => path.normalize('NFC').toLowerCase();

/** Reads code for the names of some files; gives the paths, of those that the index was made of. */
export interface MentionIndex {
  /** Named in a string of a script, or anywhere in one that a `#!` hands to a shell. */
  in(content: Buffer): string[];
  /** Named anywhere, as in a command. */
  words(content: Buffer): string[];
}

const isShell = (content: Buffer) =>
  hasHashbang(content) && !/node|deno|bun/.test(content.toString('latin1', 0, 64));

/**
 * Makes the index of names to look for. In scripts a name counts where a string literal ends with it, so that prose in
 * comments doesn't; a source map that the script it describes points to is not read by it. Names that are put together
 * at run time are not found. Linear in what is read.
 */
export function mentionIndex(paths: Iterable<string>): MentionIndex {
  const byName = new Map<string, string[]>();
  const odd = new Map<string, string[]>();
  for (const path of paths)
    for (const name of namesOf(path)) {
      const names = plain.test(name) ? byName : odd;
      if (!names.has(name)) names.set(name, []);
      names.get(name)!.push(path);
    }
  // Words first, what follows them second: one expression for both would be quadratic on a long blob.
  const find = (text: string, everyWord: boolean) => {
    const found = new Set<string>();
    for (const { 0: token, index } of text.matchAll(word))
      if (byName.has(token) && (everyWord || endsLiteral.has(text[index + token.length]!)))
        for (const path of byName.get(token)!) found.add(path);
    for (const [name, named] of odd)
      if (odd.size > oddNames || text.includes(name)) for (const path of named) found.add(path);
    return [...found];
  };
  const text = (content: Buffer) => content.toString('utf8').replace(notRead, '');
  return {
    in: (content) => find(text(content), isShell(content)),
    words: (content) => find(text(content), true),
  };
}
