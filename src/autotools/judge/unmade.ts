import { posix } from 'node:path';
import type { ReachabilityInput } from '../../judge/reachability.js';
import { roleOf } from '../catalogue/role.js';

/** What a compiler, a shell or make takes by its name. */
const code = /\.(?:c|cc|cpp|cxx|h|hh|hpp|hxx|S|s|asm|sh|py|pl|pm|mk|am)$/;
/** What a compiler left: no source release has one. */
const object = /\.(?:o|lo|obj|a|la|so|dylib|dll|exe)$/;
/** What shows that autotools had a part in a release. */
const generated =
  /(?:^|\/)(?:configure|aclocal\.m4|Makefile\.in|config\w*\.h\.in|ltmain\.sh|install-sh|config\.(?:guess|sub))$/;
/** Make reads these before any other. */
const preferred = /(?:^|\/)(?:GNUmakefile|makefile)$/;
/** Steps that bring files from elsewhere, which the source need not name. */
const brings = /\bgnulib-tool\b|\bgit\s+(?:clone|submodule)\b|\b(?:curl|wget|gtkdocize|intltoolize)\b/;
const steps =
  /(?:^|\/)(?:bootstrap(?:\.\w+)?|autogen\.sh|buildconf|prepare|[\w.-]+\.sh|Makefile\.am|configure\.ac)$/;

/**
 * Entries without evidence of which it can be said that no step of the source makes them: code that no file of the tag names, not
 * even by the stem of its name, in a source whose steps bring nothing from elsewhere; macro files that define nothing which the source uses; objects of a compiler; makefiles that are read before that of the source; what the
 * source's own `make dist` did not pack where nothing of it failed; and everything in a release that otherwise is an archive of the tag. Pure.
 */
export function unmadeEntries({
  comparison,
  contents,
  unpacked,
}: Pick<ReachabilityInput, 'comparison' | 'contents' | 'unpacked'>): Set<string> {
  const open = comparison.entries.flatMap(({ path, phantom, evidence }) =>
    evidence.kind === 'none' && phantom ? [path] : [],
  );
  // Where all the rest is of the tag, and no generator had a part, none made these.
  const isArchive = comparison.entries.every(({ path, evidence }) =>
    evidence.kind === 'none' ? !generated.test(path) : evidence.kind === 'source',
  );
  if (isArchive) return new Set(open);
  const unmade = new Set(
    open.filter((path) => object.test(path) || preferred.test(path) || unpacked?.has(path)),
  );
  const rest = open.filter((path) => !unmade.has(path) && (code.test(path) || isMacroFile(path)));
  if (rest.length === 0) return unmade;
  const ofTag = comparison.entries.flatMap(({ path, evidence }) => {
    const bytes = evidence.kind === 'source' ? contents.get(path) : undefined;
    return bytes === undefined ? [] : [{ path, text: bytes.toString('latin1') }];
  });
  if (ofTag.some(({ path, text }) => steps.test(path) && brings.test(text))) return unmade;
  for (const path of rest) {
    const names = isMacroFile(path) ? macrosOf(contents.get(path)) : [stemOf(path)];
    if (names !== null && !ofTag.some(({ text }) => names.some((name) => mentions(text, name))))
      unmade.add(path);
  }
  return unmade;
}

/** What `aclocal --install` brings is used by the source: who packs a macro file that is not makes it lie in wait. */
const isMacroFile = (path: string): boolean => roleOf(path) === 'm4';

/** `parser` of `parser.tab.c`: what a generator's input is called, and what it is said to make. */
const stemOf = (path: string): string => posix.basename(path).replace(/\..*$/, '');

/** What a macro file defines; null where that can't be told. */
function macrosOf(bytes: Buffer | undefined): string[] | null {
  if (bytes === undefined) return null;
  const names = [
    ...bytes
      .toString('latin1')
      .matchAll(/\b(?:A[CU]_DEFUN(?:_ONCE)?|m4_defun|m4_define|define)\(\[?([\w.]+)/g),
  ];
  return names.length === 0 ? null : names.map(([, name]) => name!);
}

function mentions(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
    const [before, after] = [text[at - 1] ?? ' ', text[at + name.length] ?? ' '];
    if (!/[A-Za-z0-9]/.test(before) && !/[A-Za-z0-9]/.test(after)) return true;
  }
  return false;
}
