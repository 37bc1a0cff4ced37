import { hasHashbang, isBinary } from '../compare/normalizers/text-kinds.js';

/** A file's text, as it is searched for the names of others. */
export interface SearchedText {
  text: string;
  /** True where a name counts wherever it stands: commands, markup, machine code; false where it must end a string. */
  everyWord: boolean;
  /** True for the languages whose strings are put together as `putTogether` reads them. */
  script: boolean;
}

const scripts = /\.(?:js|cjs|mjs|jsx|es|es6|iife|umd|bundle|ts|cts|mts|tsx|vue|svelte|astro|coffee|ls)$/i;
/** Languages in which a file's name needs no quotes. */
const words =
  /\.(?:sh|bash|zsh|fish|ksh|command|bat|cmd|ps1|psm1|gyp|gypi|mk|cmake|gradle|m4|am|ac|tcl|awk|css|scss|sass|less|styl|html?|xhtml|svg|xml)$/i;

/** What a `#!` line names of the runtimes whose language is JavaScript. */
const runtime = /node|deno|bun|tsx|ts-node/;

/**
 * Mentions that load nothing: the map that a comment says a script has, and a type that a tag of JSDoc imports, in braces
 * after `* @type`, which is no code wherever it stands.
 */
const notRead =
  /\/[/*][#@][ \t]*sourceMappingURL=[^\s'"`]*|(?:^[ \t]*|\/\*)\*[ \t]*@\w+[ \t]+\{(?:[^'"`$\n\r\u2028\u2029]{0,300}?import\(\s*['"][^'"\n]{1,300}\.d\.[cm]?ts['"]\s*\)){1,20}/gm;

/** Reads a file for searching: escapes in the strings of scripts are resolved, since `'\x61.md'` names `a.md`. */
export function searchedText(path: string, content: Buffer): SearchedText {
  if (isBinary(content)) return { text: content.toString('latin1'), everyWord: true, script: false };
  const text = content.toString('utf8').replace(notRead, '');
  const shebang = hasHashbang(content);
  const node = shebang && runtime.test(content.toString('latin1', 0, 64));
  const name = path.slice(path.lastIndexOf('/') + 1);
  const everyWord = words.test(path) || (shebang ? !node : !name.includes('.'));
  // A command without an ending may be a script for node, whoever starts it.
  const script = scripts.test(path) || node || !name.includes('.');
  return { text: script || /\.json[5c]?$/i.test(path) ? unescaped(text) : text, everyWord, script };
}

/**
 * One left-to-right pass over pairs of a backslash and what it escapes. `\\` stays as it is, so that what follows it is not taken for an
 * escape; quotes stay, because they tell where a string ends.
 */
const escaped =
  /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|([0-7]{1,3})|([bfnrtv])|([ac-eg-moqswyzA-Z/.@$%~+-])|(\r?\n)|[\s\S])/g;

function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(escaped, (all, byte, unit, point, octal, space, plain, lineEnd) => {
    if (space !== undefined) return ' ';
    if (plain !== undefined) return plain;
    if (lineEnd !== undefined) return '';
    const hex: string | undefined = byte ?? unit ?? point;
    if (hex === undefined && octal === undefined) return all;
    const code = hex === undefined ? Number.parseInt(octal, 8) : Number.parseInt(hex, 16);
    // An escaped quote or control ends no string.
    const ends = code <= 0x27 || code === 0x5c || code === 0x60;
    return ends || code > 0x10ffff ? all : String.fromCodePoint(code);
  });
}
