import { posix } from 'node:path';
import { percentDecoded } from '../archive/path-forms.js';
import type { SearchedText } from './searched-text.js';

const baseName = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/** Names made of these characters are found by cutting code into words; others are searched for one by one. */
const plain = /^[\w.@+~%$-]+$/;
const word = /[\w.@+~%$-]+/g;
/** What follows a name at the end of a string literal, or before a loader's query. */
const endsLiteral = new Set(['"', "'", '`', '?', '#', '!', '\\']);
/** The start of an address in which a name stands. */
const remote = /https?:\/\/[^\s'"`]*$/;
/** Hands a command to a shell: there a name needs no quotes of its own. */
const runsCommand =
  /\b(?:exec|execSync|execFile|spawn|spawnSync|system|popen|execa|execaCommand)\w{0,20}\s*\(\s*(?=['"`])|\$`/g;
/** Characters of a command that are looked at. */
const command = 400;
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

const relative =
  /['"`](\.{1,2}\/[^'"`\s]{0,300})['"`]|\b(?:require\s*\(\s*|from\s*|import\s*\(?\s*)['"`](\.{1,2})['"`]/g;
const completions = ['', '.js', '.json', '.node', '.cjs', '.mjs', '/index.js'];

/**
 * Installed paths that a script may load by a relative specifier or by the package's own name, completed as node completes them.
 *
 * @param own Name of the package, by which its files may ask for each other.
 */
export function statedPaths(path: string, text: string, own = ''): Set<string> {
  const found = new Set<string>();
  const add = (folder: string, specifier: string) => {
    // What follows `?` or `#` is a bundler's or a module's own; a URL is percent-encoded.
    const exact = specifier.replace(/[?#].*$/s, '');
    for (const stated of new Set([specifier, exact, percentDecoded(exact)])) {
      const target = posix.join(folder, stated).replace(/\/$/, '');
      if (target.startsWith('../')) continue;
      for (const completion of completions)
        found.add(target === '.' ? completion.replace(/^\//, '') : target + completion);
    }
  };
  for (const [, long, short] of text.matchAll(relative)) add(posix.dirname(path), (long ?? short)!);
  if (/^[\w@./-]{1,214}$/.test(own)) {
    const itself = new RegExp(`['"\`]${own.replaceAll('.', '\\.')}/([^'"\`\\s]{1,300})['"\`]`, 'g');
    for (const [, rest] of text.matchAll(itself)) add('', rest!);
  }
  return found;
}

/** Reads code for the names of some files; gives the paths, of those that the index was made of. */
export interface MentionIndex {
  /** Named at the end of a string of a script or in a command of its; anywhere in what is no script. */
  in(searched: Pick<SearchedText, 'text' | 'everyWord'>): string[];
  /** Named anywhere, as in a command. */
  words(text: string): string[];
}

/**
 * Makes the index of names to look for. In scripts a name counts where a string literal ends with it, so that prose in
 * comments doesn't. Letter case does not matter where a name
 * has an ending: many file systems don't tell. Linear in what is read.
 */
export function mentionIndex(paths: Iterable<string>): MentionIndex {
  const byName = new Map<string, string[]>();
  const odd = new Map<string, string[]>();
  for (const path of paths)
    for (const name of namesOf(path)) {
      const [names, key] = plain.test(name) ? [byName, keyOf(name)] : [odd, name];
      if (!names.has(key)) names.set(key, []);
      names.get(key)!.push(path);
    }
  const find = (text: string, counts: (token: string, after: string) => boolean, found: Set<string>) => {
    if (byName.size === 0) return;
    // Words first, what follows them second: one expression for both would be quadratic on a long blob.
    for (const { 0: token, index } of text.matchAll(word)) {
      if (token.length > longest || !counts(token, text[index + token.length]!)) continue;
      if (text[index - 1] === '/' && remote.test(text.slice(Math.max(0, index - 200), index))) continue;
      // A sentence ends with a point, which is no part of a name.
      const named = byName.get(keyOf(token)) ?? byName.get(keyOf(percentDecoded(token.replace(/\.$/, ''))));
      for (const path of named ?? []) found.add(path);
    }
  };
  const findOdd = (text: string, found: Set<string>) => {
    for (const [name, named] of odd)
      if (odd.size > oddNames || text.includes(name)) for (const path of named) found.add(path);
    return [...found];
  };
  return {
    in({ text, everyWord }) {
      const found = new Set<string>();
      find(text, (_, after) => everyWord || endsLiteral.has(after), found);
      // In the words of a command only whole names count: `build` is one of many.
      if (!everyWord) for (const part of commandsIn(text)) find(part, (token) => token.includes('.'), found);
      return findOdd(text, found);
    },
    words(text) {
      const found = new Set<string>();
      find(text, () => true, found);
      return findOdd(text, found);
    },
  };
}

/** Bytes of the longest name that file systems take. */
const longest = 255 * 4;

/** `license` is a word of many programs, `license.md` a file. */
const keyOf = (name: string): string => (name.includes('.') ? name.toLowerCase() : name);

/** The starts of commands that a script gives to a shell; no character twice. */
function* commandsIn(text: string): Generator<string> {
  let done = 0;
  for (const { 0: call, index } of text.matchAll(runsCommand)) {
    const from = Math.max(done, index + call.length);
    const end = index + call.length + command;
    if (end > from) yield text.slice(from, end);
    done = Math.max(done, end);
  }
}
