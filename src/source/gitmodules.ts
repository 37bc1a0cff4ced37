/** Characters, and submodules, that are read at most. */
const limits = { text: 2 ** 18, submodules: 1_000 };

/**
 * Reads which address belongs to which path in a `.gitmodules` (gitmodules(5), in the syntax of git-config(1)). Git itself is not
 * asked: names of submodules and addresses have been a way to make it run things. Paths that two submodules claim are left out.
 * Whatever else the file holds is passed over.
 */
export function readGitmodules(text: string): Map<string, string> {
  const sections = new Map<string, { path?: string; url?: string }>();
  let current: { path?: string; url?: string } | null = null;
  for (const line of text.slice(0, limits.text).split(/\r?\n/)) {
    const header = /^\s*\[([^\]]*)\]\s*$/.exec(line)?.[1];
    if (header !== undefined) {
      const name = /^submodule\s+"(.*)"$/i.exec(header)?.[1];
      current = name === undefined || sections.size >= limits.submodules ? null : (sections.get(name) ?? {});
      if (name !== undefined && current !== null) sections.set(name, current);
      continue;
    }
    const [, key, value] = /^\s*(path|url)\s*=\s*("[^"\\]*"|[^"\\#;]*?)\s*(?:[#;].*)?$/i.exec(line) ?? [];
    if (current !== null && key !== undefined && value !== undefined)
      current[key.toLowerCase() as 'path' | 'url'] = value.replace(/^"|"$/g, '');
  }
  const found = new Map<string, string>();
  const twice = new Set<string>();
  for (const { path, url } of sections.values()) {
    if (path === undefined || url === undefined) continue;
    const place = path.replace(/\/+$/, '');
    if (found.has(place)) twice.add(place);
    found.set(place, url);
  }
  for (const place of twice) found.delete(place);
  return found;
}

/** The address of a submodule, which may be relative to that of the repository it is in; null when it leads out of the host. */
export function submoduleAddress(url: string, base: string | null): string | null {
  if (!/^\.{1,2}\//.test(url)) return url;
  const [, host, path] = /^([a-z][a-z+.-]*:\/\/[^/]+)\/(.+)$/i.exec(base ?? '') ?? [];
  if (host === undefined || path === undefined) return null;
  const segments = path.split('/');
  for (const segment of url.split('/')) {
    if (segment === '..') {
      if (segments.pop() === undefined) return null;
    } else if (segment !== '.' && segment !== '') segments.push(segment);
  }
  return segments.length === 0 ? null : `${host}/${segments.join('/')}`;
}
