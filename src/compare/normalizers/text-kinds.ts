import { isDocument } from '../document.js';

/**
 * Languages whose own definition reads CR LF and CR as it reads LF, inside strings and templates too: ECMAScript
 * (12.3 and 12.9.6), JSON, CSS (Syntax 3.3), HTML (13.2.3.5), and what is prose. Shell, batch and make files, where a
 * CR changes the command, and data of unknown readers are not here.
 */
const lineEndingsDoNotMatter =
  /\.(?:js|cjs|mjs|jsx|ts|cts|mts|tsx|flow|json|map|css|scss|less|html?|md|markdown)$/i;

/** Settings of development tools that are JSON or YAML without an ending: `.eslintrc`, `.babelrc`. Those of shells are not here. */
const toolSettings =
  /(?:^|\/)\.(?:eslint|babel|swc|prettier|stylelint|jshint|jscs|jsbeautify|nyc|c8|mocha|lintstaged|postcss)rc$/i;

/** Whether line ends mean the same in every form, to whatever reads a file of this name. */
export const readsAnyLineEnd = (path: string): boolean =>
  lineEndingsDoNotMatter.test(path) || toolSettings.test(path) || isDocument(path);

/** Endings of what people and build tools write as text besides: scripts and settings of other programs, markup, records of builds. */
const otherText =
  /\.(?:txt|sh|bash|zsh|fish|bat|cmd|ps1|py|rb|pl|ya?ml|toml|ini|cfg|conf|xml|svg|vue|svelte|astro|mdx|graphqls?|proto|gypi?|mk|cmake|[ch](?:pp|xx)?|d|pc|tsbuildinfo|snap|log)$/i;

/** Whether a file is text by its name, or has a name without an ending, as commands have. Says nothing of line ends. */
export const isTextByName = (path: string): boolean =>
  readsAnyLineEnd(path) || otherText.test(path) || !/[^/]\.[^/]*$/.test(path);

/** Whether a file is a script in a language that the parser reads, by its name. */
export const isScript = (path: string): boolean => /\.(?:[cm]?[jt]s|[jt]sx)$/i.test(path);

/** Bytes that are no text: a NUL never occurs in the languages above. */
export const isBinary = (bytes: Buffer): boolean => bytes.includes(0);

/** Whether the first two bytes make the file a script that the kernel hands to an interpreter. */
export const hasHashbang = (bytes: Buffer): boolean => bytes[0] === 0x23 && bytes[1] === 0x21;
