/** One entry of a tree object. */
interface TreeEntry {
  name: string;
  type: 'blob' | 'link' | 'submodule' | 'tree';
  /** Permission bits; git knows 0o644 and 0o755 only. */
  mode: number;
  object: string;
}

/** A tree object's entries, with the names of those that can't be used and why. */
export interface TreeObject {
  entries: TreeEntry[];
  unusable: { name: string; reason: string }[];
}

const types: Record<string, Pick<TreeEntry, 'type' | 'mode'>> = {
  '40000': { type: 'tree', mode: 0o755 },
  '120000': { type: 'link', mode: 0o777 },
  '160000': { type: 'submodule', mode: 0o755 },
};

/**
 * Parses a tree object's bytes (`mode SP name NUL id`, repeated). Names that git itself would refuse to check out, that aren't
 * UTF-8, or that occur twice are unusable: nothing ambiguous is ever taken for a file.
 */
export function parseTree(bytes: Buffer): TreeObject {
  const entries: TreeEntry[] = [];
  const unusable: TreeObject['unusable'] = [];
  const seen = new Map<string, number>();
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const nul = bytes.indexOf(0, space);
    if (space < 0 || nul < 0 || nul + 21 > bytes.length) {
      unusable.push({ name: '', reason: 'the tree is cut off' });
      break;
    }
    const kind = kindOf(bytes.toString('latin1', at, space));
    const raw = bytes.subarray(space + 1, nul);
    const name = raw.toString('utf8');
    at = nul + 21;
    seen.set(name, (seen.get(name) ?? 0) + 1);
    const reason = kind === null ? 'no known type' : unusableName(name, raw);
    if (reason !== null || kind === null) unusable.push({ name, reason: reason ?? '' });
    else entries.push({ ...kind, name, object: bytes.toString('hex', nul + 1, nul + 21) });
  }
  const twice = [...seen].filter(([, count]) => count > 1).map(([name]) => name);
  if (twice.length === 0) return { entries, unusable };
  unusable.push(...twice.map((name) => ({ name, reason: 'the name occurs twice' })));
  return { entries: entries.filter(({ name }) => !twice.includes(name)), unusable };
}

function kindOf(mode: string): Pick<TreeEntry, 'type' | 'mode'> | null {
  const known = types[mode.replace(/^0+/, '')];
  if (known !== undefined) return known;
  // Old versions of git stored other permission bits; the owner's execute bit is what counts.
  if (!/^0*100[0-7]{3}$/.test(mode)) return null;
  return { type: 'blob', mode: Number.parseInt(mode, 8) & 0o100 ? 0o755 : 0o644 };
}

function unusableName(name: string, raw: Buffer): string | null {
  if (name === '' || name === '.' || name === '..' || name.includes('/')) return 'not a name of a file';
  if (/^(?:\.git|git~\d+)[. ]*$/i.test(withoutIgnorable(name))) return "a name of git's own folder";
  if (!Buffer.from(name, 'utf8').equals(raw)) return 'the name is not UTF-8';
  return null;
}

/** Code points that HFS+ ignores in names; see git's own `is_hfs_dotgit`. */
function withoutIgnorable(name: string): string {
  return name.replace(/[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g, '');
}
