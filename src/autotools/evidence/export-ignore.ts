import ignore from 'ignore';

/** An attribute line, `pattern attributes`; patterns with spaces are quoted, and left out here. */
const line = /^[ \t]*([^\s#"!]\S*)[ \t]+(.+)$/;

/**
 * Which files `.gitattributes` keep out of archives (`export-ignore`), by their texts and the folders that they lie in, outermost first; see
 * gitattributes(5). A line that isn't understood keeps nothing out, so that what is missing is told.
 */
export function exportIgnored(attributes: ReadonlyMap<string, string>): (path: string) => boolean {
  const rules = [...attributes]
    .sort(([a], [b]) => a.length - b.length)
    .map(([folder, text]) => ({ prefix: folder === '' ? '' : `${folder}/`, rules: rulesIn(text) }));
  return (path) => {
    let kept = false;
    for (const { prefix, rules: some } of rules) {
      if (!path.startsWith(prefix) || path.length === prefix.length) continue;
      const { ignored, unignored } = some.test(path.slice(prefix.length));
      if (ignored) kept = true;
      else if (unignored) kept = false;
    }
    return kept;
  };
}

function rulesIn(text: string) {
  const rules = ignore();
  for (const one of text.split(/\r?\n/).slice(0, 10_000)) {
    const [, pattern, said] = line.exec(one) ?? [];
    if (pattern === undefined) continue;
    const words = said!.split(/\s+/);
    if (words.includes('export-ignore')) rules.add(pattern);
    else if (words.some((word) => /^[-!]export-ignore$/.test(word))) rules.add(`!${pattern}`);
  }
  return rules;
}
