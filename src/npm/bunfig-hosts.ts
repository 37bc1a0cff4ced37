/** Settings of bun's install that no variable overrides, and that lead to other hosts or keep the registry from being asked. */
const leading = new Set(['scopes', 'security', 'ca', 'cafile', 'prefer']);

/**
 * Leaves these out of a `bunfig.toml` (bun.com, "bunfig.toml"). Line by line, so that everything else stays as it is; values over several
 * lines are left out as far as their brackets. The registry itself stays: the environment comes first. Pure.
 */
export function leaveOutBunHosts(text: string): { text: string; settings: string[] } {
  const settings = new Set<string>();
  let table = '';
  let open = 0;
  const kept = text.split(/(?<=\n)/).filter((line) => {
    if (open > 0) {
      open += depth(line);
      return false;
    }
    const header = /^\s*\[\s*([\w.\s"'@/-]+?)\s*\]/.exec(line)?.[1];
    if (header !== undefined) table = plain(header);
    const key = header === undefined ? /^\s*([\w.\s"'@/-]+?)\s*=/.exec(line)?.[1] : '';
    if (key === undefined) return true;
    const setting = settingOf([table, plain(key)].filter((part) => part !== '').join('.'));
    if (setting === null) return true;
    settings.add(setting);
    if (header === undefined) open = Math.max(0, depth(line.slice(line.indexOf('=') + 1)));
    return false;
  });
  return { text: kept.join(''), settings: [...settings] };
}

/** The setting that a dotted path is, or is below; null for what stays. */
function settingOf(path: string): string | null {
  const [install, name = ''] = path.split('.');
  return install === 'install' && leading.has(name) ? `install.${name}` : null;
}

const plain = (key: string): string => key.replace(/[\s"']/g, '');

/** Brackets that a line opens and doesn't close, those in strings left aside. */
function depth(line: string): number {
  const bare = line.replace(/"(?:[^"\\]|\\.)*"|'[^']*'|#.*/g, '');
  return (bare.match(/[[{]/g) ?? []).length - (bare.match(/[\]}]/g) ?? []).length;
}
