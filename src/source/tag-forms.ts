/** A tag that might mark a version. */
export interface VersionTag {
  tag: string;
  /** In one of the forms in common use; else its form was learnt from the tag itself. */
  common: boolean;
}

/** Tags that are looked at for one version at most. */
const most = 12;

/**
 * The tags of a repository that might mark a version of a package, likeliest first: first those in forms in common use,
 * then any other that holds exactly this version, by how well the words around it fit. Tags of old write `1_2_3` or `1-2-3` for `1.2.3`.
 */
export function versionTags(
  name: string,
  version: string,
  directory: string | null,
  tags: ReadonlyMap<string, string>,
): VersionTag[] {
  const common = tagForms(name, version, directory).filter((form) => tags.has(form));
  const known = new Set(common);
  const spellings = [...new Set([version, version.replaceAll('.', '_'), version.replaceAll('.', '-')])];
  const learnt: string[] = [];
  const names = packageNames(name, directory);
  const fit = new Map<string, number>();
  for (const tag of tags.keys()) {
    const written = spellings.find((spelling) => holdsVersion(tag, spelling));
    if (known.has(tag) || written === undefined) continue;
    learnt.push(tag);
    fit.set(tag, fitness(tag, written, names, tags) - (written === version ? 0 : 0.5));
  }
  learnt.sort((a, b) => (fit.get(b) ?? 0) - (fit.get(a) ?? 0) || (a < b ? -1 : 1));
  return [
    ...common.map((tag) => ({ tag, common: true })),
    ...learnt.map((tag) => ({ tag, common: false })),
  ].slice(0, most);
}

/** The forms in common use for one version, likeliest first: those that name the package come before those that don't. */
function tagForms(name: string, version: string, directory: string | null): string[] {
  const forms: string[] = [];
  for (const own of packageNames(name, directory)) {
    for (const before of ['', 'packages/', 'release/', 'releases/']) {
      for (const between of ['@', '@v', '-v', '/v', '-', '/', '_v', '_', '.v']) {
        forms.push(`${before}${own}${between}${version}`);
      }
    }
  }
  const prefixes = ['v', '', 'release-', 'release-v', 'release/', 'release/v', 'releases/', 'releases/v'];
  prefixes.push(
    'rel-',
    'rel-v',
    'version-',
    'version/',
    'ver-',
    'v.',
    'v-',
    'V',
    'r',
    'npm-',
    'npm/',
    'npm-v',
  );
  forms.push(...prefixes.map((prefix) => `${prefix}${version}`));
  for (const suffix of ['-release', '-final']) forms.push(`v${version}${suffix}`, `${version}${suffix}`);
  return [...new Set(forms)];
}

/** How a package may be called in a tag: its name, without scope, with the scope as a word, and its folder's name. */
function packageNames(name: string, directory: string | null): string[] {
  const scoped = /^@([^/]+)\/(.+)$/.exec(name);
  const names = scoped === null ? [name] : [name, scoped[2] ?? '', `${scoped[1]}-${scoped[2]}`];
  const folder = directory?.split('/').at(-1) ?? '';
  if (folder !== '') names.push(folder);
  return [...new Set(names)];
}

/** Whether a tag holds this version and not a longer one: `v11.2.3` and `1.2.3.4` don't hold `1.2.3`. */
function holdsVersion(tag: string, version: string): boolean {
  for (let at = tag.indexOf(version); at >= 0; at = tag.indexOf(version, at + 1)) {
    const before = tag.slice(0, at);
    const after = tag.slice(at + version.length);
    const [mark] = /[._-]/.exec(version) ?? ['.'];
    const goesOn = mark === '.' ? /^\.?\d/ : /^[._-]?\d/;
    const began = mark === '.' ? /\d[.\d]*$|\d\.$/ : /\d[._-]?$/;
    if (!began.test(before) && !goesOn.test(after)) return true;
  }
  return false;
}

/** How likely a learnt form is: the package's name counts most, then how many other tags have the same words around. */
function fitness(tag: string, version: string, names: string[], tags: ReadonlyMap<string, string>): number {
  const at = tag.indexOf(version);
  const prefix = tag.slice(0, at);
  const suffix = tag.slice(at + version.length);
  let alike = 0;
  for (const other of tags.keys()) {
    if (other.length <= prefix.length + suffix.length) continue;
    if (!other.startsWith(prefix) || !other.endsWith(suffix)) continue;
    if (/^\d+[._-]\d+/.test(other.slice(prefix.length))) alike += 1;
  }
  const named = names.some((name) => prefix.includes(name) || suffix.includes(name));
  // What follows a version in a tag is most often a pre-release of it, which is another version.
  const prerelease = /^[-.]?(?:alpha|beta|rc|pre|next|canary|dev|nightly|snapshot)/i.test(suffix);
  return (named ? 2 : 0) + alike / (alike + 10) - (prerelease ? 1 : 0);
}
