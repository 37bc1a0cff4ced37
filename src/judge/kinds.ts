import { isDocument } from '../compare/document.js';
import { fileKind } from '../compare/magic.js';
import { hasHashbang, isBinary } from '../compare/normalizers/text-kinds.js';
import { readsByName } from './read-by-name.js';

/** What a file is, and whether it could act by being what it is. */
export interface Kind {
  inert: boolean;
  /** A noun: `script`, `source map`. */
  what: string;
}

const machineCode = /\.(?:node|wasm|so|dylib|dll|exe|bin|a|lib|o|obj|class|jar)(?:\.\d+)*$/i;

/** Whether a file is a program by its name, and no text. */
export const isMachineCode = (path: string): boolean => machineCode.test(path) || /\.pyc$/i.test(path);

/** Kinds that a runtime, a bundler, a compiler or a shell takes as a program. */
const code: readonly [RegExp, string][] = [
  [/\.d\.[cm]?ts$/i, ''],
  [/\.(?:js|cjs|mjs|jsx|es|es6|iife|umd|bundle)$/i, 'script'],
  [/\.(?:ts|cts|mts|tsx|coffee|litcoffee|ls|vue|svelte|astro|marko|mdx)$/i, 'script in another language'],
  [machineCode, 'machine code'],
  [
    /\.(?:sh|bash|zsh|fish|ksh|command|bat|cmd|ps1|psm1|vbs|wsf|py|pyc|rb|pl|php|lua|tcl|awk)$/i,
    'shell or system script',
  ],
  [/\.(?:gyp|gypi|mk|cmake|gradle|m4|am|ac)$/i, 'build instructions'],
  [
    /\.(?:c|cc|cpp|cxx|h|hh|hpp|m|mm|rs|go|java|kt|swift|zig|cs|s|asm)$/i,
    'source code that a compiler could be given',
  ],
];

/** Whether a file is a program by its name alone. */
export function isCode(path: string): boolean {
  return codeKind(path) !== null;
}

function codeKind(path: string): string | null {
  const what = code.find(([pattern]) => pattern.test(path))?.[1];
  return what === undefined || what === '' ? null : what;
}

/**
 * The closed list of what cannot act: by name, and by content where its format has a signature. `signature` is the start
 * of the kind's name in `fileKind`; null stands for text, which has none.
 */
const inert: readonly { names: RegExp; what: string; signature: string | null }[] = [
  { names: /\.(?:md|markdown|mdown|rst|adoc|asciidoc)$/i, what: 'document', signature: null },
  { names: /\.(?:js|cjs|mjs|jsx|ts|cts|mts|tsx|css)\.map$/i, what: 'source map', signature: null },
  { names: /\.d\.(?:ts|cts|mts)\.map$/i, what: 'source map', signature: null },
  { names: /\.d\.(?:ts|cts|mts)$/i, what: 'type declarations', signature: null },
  { names: /\.flow$/i, what: 'type declarations', signature: null },
  { names: /\.tsbuildinfo$/i, what: "compiler's record", signature: null },
  { names: /\.log$/i, what: 'log', signature: null },
  {
    names: /(?:^|\/)(?:\.DS_Store|Thumbs\.db|desktop\.ini)$/,
    what: "operating system's left-over",
    signature: null,
  },
  { names: /(?:^|\/)[^/]+\.sw[op]$/, what: "editor's left-over", signature: null },
  {
    names:
      /(?:^|\/)\.(?:editorconfig|npmignore|gitignore|gitattributes|gitkeep|gitmodules|eslintignore|prettierignore|eslintcache|nvmrc|node-version)$/,
    what: "development tool's file",
    signature: null,
  },
  // Below the top they may be part of a template: there an editor's task, a job or a pinned address is handed on to run.
  {
    names: /^(?:\.idea\/.+\.(?:xml|iml)|\.vscode\/[^/]+\.json)$/,
    what: "editor's left-over",
    signature: null,
  },
  {
    names:
      /^(?:package-lock\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lock|bower\.json|component\.json|composer\.json|lcov\.info|\.travis\.yml)$/,
    what: "development tool's file",
    signature: null,
  },
  { names: /\.png$/i, what: 'image', signature: 'PNG' },
  { names: /\.jpe?g$/i, what: 'image', signature: 'JPEG' },
  { names: /\.gif$/i, what: 'image', signature: 'GIF' },
  { names: /\.webp$/i, what: 'image', signature: 'WebP' },
  { names: /\.avif$/i, what: 'image', signature: 'AVIF' },
  { names: /\.ico$/i, what: 'image', signature: 'icon' },
  { names: /\.woff$/i, what: 'font', signature: 'WOFF font' },
  { names: /\.woff2$/i, what: 'font', signature: 'WOFF2' },
  { names: /\.ttf$/i, what: 'font', signature: 'TrueType' },
  { names: /\.otf$/i, what: 'font', signature: 'OpenType' },
];

const inertKind = (path: string) =>
  inert.find(({ names }) => names.test(path)) ??
  (isDocument(path) ? { what: 'document', signature: null } : undefined);

/** Whether a file's name is on the closed list of what cannot act. */
export const isInertByName = (path: string): boolean =>
  readsByName(path) === null && inertKind(path) !== undefined;

/** Left-overs that are binary by nature and that nothing but their own program reads. */
const opaque = /(?:^|\/)(?:\.DS_Store|Thumbs\.db|[^/]+\.sw[op])$/;

/**
 * What an entry without evidence is. Everything that is not on the closed list could act, and so could what is on it by
 * name but not by content: a picture without a picture's signature, a document that begins with `#!`.
 *
 * @param content - undefined when it could not be looked at; then it could act.
 */
export function kindOf(path: string, mode: number, content: Buffer | undefined): Kind {
  const byName = readsByName(path);
  if (byName !== null) return { inert: false, what: byName };
  const named = codeKind(path);
  if (named !== null) return { inert: false, what: named };
  if (content === undefined) return { inert: false, what: 'file whose content was not looked at' };
  const magic = fileKind(content);
  if (magic?.native) return { inert: false, what: `${magic.name} binary` };
  if (hasHashbang(content)) return { inert: false, what: 'script that begins with `#!`' };
  if ((mode & 0o7111) !== 0) return { inert: false, what: 'executable file' };
  const kind = inertKind(path);
  if (kind === undefined) return { inert: false, what: otherKind(path) };
  const { what, signature } = kind;
  const agrees = signature === null ? magic === null : magic?.name.startsWith(signature) === true;
  if (!agrees)
    return { inert: false, what: `${what} by name, ${magic?.name ?? 'something else'} by content` };
  if (signature === null && isBinary(content) && !opaque.test(path))
    return { inert: false, what: `${what} by name, binary by content` };
  return { inert: true, what };
}

function otherKind(path: string): string {
  if (/\.json[5c]?$/i.test(path)) return 'data that code can load';
  if (/\.(?:css|scss|sass|less|styl)$/i.test(path)) return 'style sheet';
  if (/\.(?:html?|svg|xml|xhtml)$/i.test(path)) return 'markup that can hold scripts';
  if (/(?:^|\/)\.[^/]+$/.test(path)) return 'hidden file, such as tools read by name';
  return 'file of a kind that is not known to be harmless';
}
