const specifier =
  /(?:\b(?:require|import)\s{0,3}\(\s{0,3}|\bfrom\s{0,3}|\bimport\s{0,3}|\brequire\.resolve\s{0,3}\(\s{0,3})["'`]((?:@[\w.~-]{1,200}\/)?[a-zA-Z0-9_][\w.~-]{0,200})(?:\/[^"'`\n]{0,300})?["'`]/g;

/** Packages, and modules of Node.js, that a script loads by a literal name; subpaths are left out, and so are relative paths. */
export function importsIn(text: string): { name: string; at: number }[] {
  return [...text.matchAll(specifier)].flatMap(({ 1: name, index }) =>
    /^(?:node|data|https?|file|blob):/.test(name!) ? [] : [{ name: name!, at: index }],
  );
}
