/** Longest pattern and most alternatives that are looked at; patterns are the source's word. */
const longest = 300;
const mostAlternatives = 64;

/**
 * Tells whether a folder is among those that patterns of workspace members name: `*` is any one name, `**` any number of folders,
 * `{a,b}` either, and a pattern with `!` takes out again. Linear in the length of the folder's name: no regular expression is made.
 */
export function matchesFolders(patterns: readonly string[], folder: string): boolean {
  const segments = folder.split('/');
  let matched = false;
  for (const pattern of patterns) {
    if (pattern.length > longest) continue;
    const negative = pattern.startsWith('!');
    if (negative !== matched) continue;
    const plain = pattern.replace(/^!/, '').replace(/^\.?\//, '');
    const folders = plain.replace(/\/package\.json$/, '').replace(/\/+$/, '');
    if (alternatives(folders).some((one) => matchesSegments(one.split('/'), segments))) matched = !negative;
  }
  return matched;
}

/** A pattern without braces for each choice of those it has. */
function alternatives(pattern: string): string[] {
  let open = [pattern];
  for (;;) {
    const next = open.flatMap((text) => {
      const [whole, inner] = /\{([^{}]*)\}/.exec(text) ?? [];
      return whole === undefined
        ? [text]
        : inner!.split(',').map((choice) => text.replace(whole, () => choice));
    });
    if (next.length === open.length && next.every((text, index) => text === open[index])) return open;
    if (next.length > mostAlternatives) return [];
    open = next;
  }
}

/** Each pattern segment moves a set of positions along the folder's segments. */
function matchesSegments(pattern: readonly string[], segments: readonly string[]): boolean {
  let positions = new Set([0]);
  for (const part of pattern) {
    const next = new Set<number>();
    if (part === '**') {
      for (let at = Math.min(...positions); at <= segments.length; at++) next.add(at);
    } else {
      for (const at of positions)
        if (at < segments.length && matchesName(part, segments[at]!)) next.add(at + 1);
    }
    if (next.size === 0) return false;
    positions = next;
  }
  return positions.has(segments.length);
}

function matchesName(pattern: string, name: string): boolean {
  if (!pattern.includes('*')) return pattern === name;
  if (name.startsWith('.') && !pattern.startsWith('.')) return false;
  const pieces = pattern.split('*');
  const first = pieces.shift()!;
  const last = pieces.pop()!;
  if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last))
    return false;
  let rest = name.slice(first.length, name.length - last.length);
  for (const piece of pieces) {
    const at = rest.indexOf(piece);
    if (at === -1) return false;
    rest = rest.slice(at + piece.length);
  }
  return true;
}
