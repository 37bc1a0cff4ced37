import { posix } from 'node:path';
import { isDocument } from '../../compare/document.js';
import { withoutComments } from '../../judge/comments.js';
import { forPeople } from './for-people.js';

/** Files whose variables and rules make runs. */
const makefile = /(?:^|\/)(?:(?:GNU)?[Mm]akefile(?:\.[\w.-]+)?|Make\.\w+|[^/]+\.(?:mk|mak|am))$/;
const compiled = /\.(?:c|cc|cpp|cxx|h|hh|hpp|hxx|inc|m|s|S|asm|y|l|rc|in)$/;
const interpreted =
  /\.(?:m4|ac|sh|bash|py|pl|pm|awk|sed|guess|sub|rpath|rb|lua|tcl)$|(?:^|\/)(?:configure(?:\.\w+)?|[^/.]+)$/;
/** Other build systems: a statement installs what it names, unless it is one that reads or runs. */
const stated = /\.cmake$|(?:^|\/)(?:CMakeLists\.txt|meson\.build)$/;
const reads =
  /\b(?:file|configure_file|include|execute_process|add_\w+|try_\w+|run_command|custom_target|generator|executable|\w*library|test|subdir|read)\s*\([^()]*$/i;

/** How one file is put to use by another. */
export interface Use {
  /** A file that names it. */
  by: string;
  /**
   * `packed`: in a variable of a makefile that only says what belongs to a release. `listed`: in another, which installs, runs or compiles it. `run`: in a command of
   * one. `installed`, `stated`: another build system installs or reads it. `read`: anything else.
   */
  how: 'packed' | 'listed' | 'run' | 'installed' | 'stated' | 'read';
  /**
   * Which file of its name is meant. `here`: this one, as its folder is named too, or is that of the file which names it. `elsewhere`: one in a folder of another
   * name. `anywhere`: it is named without a folder, or with one that a variable names. `word`: what could as well be a variable or a word of a sentence.
   */
  where: 'here' | 'anywhere' | 'elsewhere' | 'word';
}

/** Words of makefiles and scripts that may be a path. */
const word = /[\w$(){}@%./+~-]+/g;
const rootVariables =
  /^(?:\$[({]?(?:top_srcdir|abs_top_srcdir|top_builddir|abs_top_builddir)[)}]?|@(?:abs_)?top_(?:src|build)dir@)\//;
const hereVariables = /^(?:\$[({]?(?:srcdir|builddir|abs_srcdir|subdir|DOCDIR|docdir)[)}]?|@srcdir@)\//;

/**
 * Who names which of some files: makefiles by a path from their folder or from the top, scripts and sources by a file's name in code or in a
 * string. Comments name nothing. What is named in a rule of a makefile, or as what it is made from, is read; in a variable it is listed.
 */
export function usesOf(
  wanted: ReadonlySet<string>,
  contents: ReadonlyMap<string, Buffer>,
): Map<string, Use[]> {
  const uses = new Map<string, Use[]>();
  const byName = new Map<string, string[]>();
  for (const path of wanted) {
    const name = posix.basename(path);
    byName.set(name, [...(byName.get(name) ?? []), path]);
  }
  const folders = foldersOf(wanted);
  const tell = (path: string, by: string, how: Use['how'], where: Use['where'] = 'here') => {
    if (path !== by) uses.set(path, [...(uses.get(path) ?? []), { by, how, where }]);
  };
  for (const [by, bytes] of contents) {
    if (makefile.test(by)) {
      for (const { text, how, packs } of linesOf(bytes.toString('latin1')))
        for (const path of pathsIn(text, by)) {
          if (wanted.has(path)) tell(path, by, how);
          if (packs) for (const inside of folders.get(path) ?? []) tell(inside, by, how);
        }
    } else if (
      stated.test(by) ||
      ((compiled.test(by) || interpreted.test(by)) && !isDocument(by) && !forPeople.test(by))
    ) {
      const text = codeOf(by, bytes.toString('latin1'));
      for (const [name, paths] of byName)
        for (const at of mentions(text, name)) {
          const before = text.slice(Math.max(0, at - 2_000), at);
          const how = stated.test(by) ? (isRead(before) ? 'stated' : 'installed') : 'read';
          for (const path of paths) tell(path, by, how, whereOf(path, by, before));
        }
    }
  }
  return uses;
}

/** What a statement of CMake makes, links to by name alone, or only waits for. */
const notRead = [
  /\badd_custom_command\s*\((?:[^()]*\s)?(?:OUTPUT|BYPRODUCTS)\s+[^()A-Z]*(?:\$\{[A-Z_]+\}[^()A-Z]*)*$/,
  /\badd_custom_target\s*\((?:[^()]*\s)?DEPENDS\s+[^()A-Z]*(?:\$\{[A-Z_]+\}[^()A-Z]*)*$/,
  /\s>>?\s*["']?[\w./${}-]*$/,
  /\bcreate_symlink\s+["']?$/,
];

/** Whether a statement of another build system that ends so before a file's name reads the file. */
const isRead = (before: string): boolean => reads.test(before) && !notRead.some((one) => one.test(before));

function whereOf(path: string, by: string, before: string): Use['where'] {
  const folder = /([^\s"'`/]*)\/$/.exec(before.slice(-300))?.[1];
  const name = posix.basename(path);
  if (folder === undefined && /^\w+$/.test(name)) return 'word';
  if (folder === undefined && posix.dirname(path) === posix.dirname(by)) return 'here';
  // With a hyphen it is the name of a file more often, but of any program or package as well.
  if (folder === undefined) return /^[\w-]+$/.test(name) ? 'word' : 'anywhere';
  if (folder === posix.basename(posix.dirname(path))) return 'here';
  return /^[\w-][\w.-]*$/.test(folder) ? 'elsewhere' : 'anywhere';
}

function foldersOf(paths: ReadonlySet<string>): Map<string, string[]> {
  const folders = new Map<string, string[]>();
  for (const path of paths)
    for (let folder = posix.dirname(path); folder !== '.'; folder = posix.dirname(folder))
      folders.set(folder, [...(folders.get(folder) ?? []), path]);
  return folders;
}

/** Names by which people ask make for many things at once. */
const gathering = /^(?:all|default)\s*$/;
/** Rules that may give those a command: their own, and those for whatever has none. */
const commanding = /^(?:@\w+@)*\s*(?:[^:=#\t]*\s)?(?:all|default|\.DEFAULT|%|\$[^:=]*)(?:\s[^:=]*)?:(?!=)/;

/** Whether what is asked for by one of those names may run a command, which could read whatever it gathers; included files may give it one too. */
function hasCommand(lines: readonly string[]): boolean {
  return lines.some((line, at) => {
    if (/^\s*-?s?include\b/.test(line)) return true;
    if (!commanding.test(line)) return false;
    if (line.includes(';')) return true;
    const next = lines.slice(at + 1).find((one) => !/^\s*(?:#|$|(?:if|else|endif)\b)/.test(one));
    return next !== undefined && /^(?:@\w+@)*\t/.test(next);
  });
}

/** What a command writes, which it does not read there. */
const written = /(?<![<>&=-])>{1,2}[ \t]*[\w$(){}@%./+~-]+/g;

/** Logical lines of a makefile. */
function* linesOf(content: string): Generator<{ text: string; how: Use['how']; packs: boolean }> {
  const lines = content.replace(/\\\r?\n/g, ' ').split('\n');
  const onlyGathers = !hasCommand(lines);
  for (const line of lines) {
    if (/^\s*#/.test(line)) continue;
    // In what automake writes, conditions stand before the lines that depend on them.
    if (/^(?:@\w+@)*\t/.test(line)) {
      yield { text: line.replace(written, ' '), how: 'run', packs: false };
      continue;
    }
    const assigned = /^\s*(?:@\w+@)?\s*([\w.$(){}@-]+)\s*(?:[:+?]|::)?=(.*)$/.exec(line);
    if (assigned !== null) {
      const [, variable = '', text = ''] = assigned;
      const how = /^(?:EXTRA_DIST|dist_noinst_\w+)$/.test(variable) ? 'packed' : 'listed';
      yield { text, how, packs: /^(?:EXTRA_DIST|dist_\w+)$/.test(variable) };
      continue;
    }
    // What is made may be named by its maker; what it is made of is read, and so is what is included.
    const rule = /^([^:=]*)::?(?!=)(.*)$/.exec(line);
    const gathers = rule !== null && onlyGathers && gathering.test(rule[1]!) && !/[;=|%]/.test(rule[2]!);
    yield { text: rule?.[2] ?? line, how: gathers ? 'listed' : 'read', packs: false };
  }
}

/** Paths that a line of a makefile may name, from the top of the release. */
function pathsIn(text: string, by: string): string[] {
  const folder = posix.dirname(by);
  return (text.match(word) ?? []).map((found) => {
    if (rootVariables.test(found)) return posix.normalize(found.replace(rootVariables, ''));
    return posix.normalize(posix.join(folder, found.replace(hereVariables, '')));
  });
}

/** Where a name stands by itself, at most some of all places. */
function mentions(text: string, name: string): number[] {
  const found: number[] = [];
  for (let at = text.indexOf(name); at !== -1 && found.length < 20; at = text.indexOf(name, at + 1)) {
    // The beginning of a pattern that whole paths are held against.
    if (at >= 2 && text.startsWith('^\\', at - 2)) continue;
    const before = text[at - 1] ?? ' ';
    const after = text.slice(at + name.length, at + name.length + 2);
    if (!/[\w.+-]/.test(before) && !/^(?:[\w+-]|\.\w)/.test(after)) found.push(at);
  }
  return found;
}

/** A line of a script that only says something. */
const says = /^[ \t]*echo[ \t]+(?:"[^"`$\\|\n]*"|'[^'\n]*'|[\w.,:!? \t/-]*)[ \t]*$/gm;

/** Without what only people read. A `#` within a line of a script may be anything: it stays. */
function codeOf(path: string, text: string): string {
  if (/\.(?:c|cc|cpp|cxx|h|hh|hpp|hxx|m|y|l)$/.test(path)) return withoutComments(text);
  return text
    .replace(/^\s*(?:#(?!\s*include)|dnl\b|@c\b).*$/gm, '')
    .replace(/\bdnl\b.*$/gm, '')
    .replace(says, '');
}
