const names =
  /^(?:licen[cs]es?|unlicense|copying|copyright|notices?|third[-_]?party[-_]?(?:licen[cs]es?|notices?)|patents|readme|changelog|changes|history|releases?[-_]?notes|authors|contributors|contributing|maintainers|code[-_]of[-_]conduct|governance|security|support|funding|upgrading|migration|migrating)(?:[-_.][a-z0-9]+)*$/i;

const extensions =
  /^(?:md|markdown|mdown|txt|rst|adoc|asciidoc|textile|org|mit|bsd|apache|apache2|isc|mpl|gpl|lgpl|docs?|[a-z]{2})$/i;

/** Endings of code that are as short as a language (`README.de`, but never `readme.js`). */
const codeExtensions = /^(?:js|ts|sh|py|rb|pl|cs|go|rs|mm|cc|hh|so|ps|vb|lua?|hx|ml|hs)$/i;

/**
 * Whether a file is a document by its name: licence, readme, changelog and their like, with no ending or one of
 * prose. Never code or data, whatever its name begins with. Looks at the last segment of `path` only.
 */
export function isDocument(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (!names.test(name)) return false;
  const dot = name.lastIndexOf('.');
  if (dot === -1) return true;
  const extension = name.slice(dot + 1);
  return extensions.test(extension) && !codeExtensions.test(extension);
}
