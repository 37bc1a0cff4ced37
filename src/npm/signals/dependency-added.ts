import { defineSignal, type SignalHit } from '../../judge/signal.js';
import { dependencyKind } from './dependency-kind.js';
import { importsIn } from './imports.js';
import { manifestLine, stringMap } from './manifest-line.js';

/** Maps whose packages are installed with the release; npm 7 and later installs peers too. */
const maps = ['dependencies', 'optionalDependencies', 'peerDependencies'];

const wording = {
  registry: 'from the registry',
  alias: 'another package under this name',
  git: 'from a git repository',
  url: 'from an address',
  file: 'from a local path',
  unreadable: 'of a form that npm does not read',
} as const;

/** Installing the release brings a package along that its source doesn't ask for. */
export const dependencyAdded = defineSignal({
  id: 'dependency-added',
  title: 'Dependency added',
  severity: 'high',
  looksAt:
    'Dependencies, optional and peer dependencies of an unexplained package.json that its counterpart lacks or takes from elsewhere.',
  detect({ manifest, manifestFile, contents, accounted, acting }) {
    const { release, reference } = manifest;
    if (release === null || reference === null || !acting.has(manifestFile)) return [];
    const known = new Map(maps.flatMap((map) => [...stringMap(reference[map])]));
    const hits: SignalHit[] = [];
    let imported: ReadonlySet<string> | null = null;
    for (const map of maps)
      for (const [name, spec] of stringMap(release[map])) {
        const kind = dependencyKind(name, spec);
        const before = known.get(name);
        const redirected =
          before !== undefined &&
          before !== spec &&
          kind !== 'registry' &&
          !/^(?:workspace|catalog):/.test(before);
        if (before !== undefined && !redirected) continue;
        imported ??= importedBy(contents, accounted);
        const use = imported.has(name) ? '' : '; no code of the release loads it by name';
        hits.push({
          path: manifestFile,
          ...manifestLine(contents.get(manifestFile), name),
          substance: [map, name, spec, use],
          message: `${map} ${before === undefined ? 'gained' : 'redirect'} ${name} ${spec.slice(0, 150)}, ${wording[kind]}${pinned(map, kind)}${use}`,
        });
      }
    for (const [name, how] of bundled(release))
      if (!bundled(reference).has(name))
        hits.push({
          path: manifestFile,
          ...manifestLine(contents.get(manifestFile), how),
          substance: [how, name],
          message: `${how} gained ${name}`,
        });
    return hits;
  },
});

/** An optional dependency on a commit is installed, and its scripts run, without anything failing when it is gone again. */
const pinned = (map: string, kind: string) =>
  map === 'optionalDependencies' && (kind === 'git' || kind === 'url')
    ? ', optional, so that nobody misses it when it is gone'
    : '';

/** Every package that some code of the release loads. What was not read loads nothing. */
function importedBy(...contents: ReadonlyMap<string, Buffer>[]): Set<string> {
  const names = new Set<string>();
  for (const files of contents)
    for (const bytes of files.values())
      for (const { name } of importsIn(bytes.toString('latin1'))) names.add(name);
  return names;
}

/** Names of packages that the release carries in itself, with the field that says so. */
function bundled(manifest: Record<string, unknown>): Map<string, string> {
  const names = new Map<string, string>();
  for (const field of ['bundleDependencies', 'bundledDependencies']) {
    const value = manifest[field];
    if (value === true) names.set('all dependencies', field);
    if (Array.isArray(value)) for (const name of value) if (typeof name === 'string') names.set(name, field);
  }
  return names;
}
