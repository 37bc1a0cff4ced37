import { parse } from 'yaml';
import { isJson, type Json, objectOf } from '../json-object.js';
import { parseBunLock } from '../lockfile-bun.js';

/** Fields of a manifest that an install obeys. */
const fields = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;

/** What a lockfile has recorded of what the packages of a project ask for, by folder ('' for its root). */
type Recorded = (
  folder: string,
  field: (typeof fields)[number],
  name: string,
  range: string,
) => string | null;

/**
 * In what a lockfile is not what the manifests of its project ask for, one line each. Null where it does not tell, as those of npm 5 and 6 don't. Pure;
 * never throws.
 *
 * @param name Of the file, without folders.
 * @param manifests By folder relative to the lockfile, '' for its own.
 */
export function lockfileDifferences(
  name: string,
  text: string,
  manifests: ReadonlyMap<string, Json>,
): string[] | null {
  try {
    const recorded = readers[name]?.(text) ?? null;
    if (recorded === null) return null;
    const members = new Set([...manifests.values()].map((manifest) => manifest.name));
    const resolutions = objectOf(manifests.get('')?.resolutions);
    return [...manifests].flatMap(([folder, manifest]) =>
      fields.flatMap((field) =>
        Object.entries(objectOf(manifest[field])).flatMap(([dependency, range]) => {
          // npm takes one that is optional out of the others.
          if (
            typeof range !== 'string' ||
            (field === 'dependencies' && dependency in objectOf(manifest.optionalDependencies))
          )
            return [];
          // yarn writes down what it takes from elsewhere than the manifest says under other names.
          if (name === 'yarn.lock' && (members.has(dependency) || dependency in resolutions)) return [];
          const fault = recorded(folder, field, dependency, range);
          return fault === null
            ? []
            : [
                `${folder === '' ? '' : `${folder}: `}${dependency} is asked for as ${JSON.stringify(range)}, and ${fault}`,
              ];
        }),
      ),
    );
  } catch {
    return [`${name} can't be read`];
  }
}

const readers: Record<string, (text: string) => Recorded | null> = {
  'package-lock.json': ofNpm,
  'npm-shrinkwrap.json': ofNpm,
  'pnpm-lock.yaml': ofPnpm,
  'yarn.lock': ofYarn,
  'bun.lock': (text) => byFolder(objectOf(objectOf(parseBunLock(text)).workspaces), (folder) => folder),
};

function ofNpm(text: string): Recorded | null {
  const { packages } = objectOf(JSON.parse(text));
  return isJson(packages) ? byFolder(packages, (folder) => folder) : null;
}

/** Lists of what each folder asks for, as the manifest has it. */
function byFolder(folders: Json, keyOf: (folder: string) => string): Recorded {
  return (folder, field, name, range) => {
    const listed = folders[keyOf(folder)];
    if (!isJson(listed)) return 'the lockfile does not know the folder';
    const found = objectOf(listed[field])[name];
    if (found === undefined) return 'the lockfile does not have it';
    const has = isJson(found) ? found.specifier : found;
    return has === range ? null : `the lockfile has ${JSON.stringify(has)}`;
  };
}

/** Since lockfileVersion 6 `importers.<folder>.dependencies.<name>.specifier`; `specifiers` before; a single package may have it at the top. */
function ofPnpm(text: string): Recorded {
  const lockfile = objectOf(parse(text));
  const importers = isJson(lockfile.importers) ? lockfile.importers : { '.': lockfile };
  const listed = byFolder(importers, (folder) => (folder === '' ? '.' : folder));
  return (folder, field, name, range) => {
    // Which version it is, is in the workspace's own file.
    if (range.startsWith('catalog:')) return null;
    const importer = objectOf(importers[folder === '' ? '.' : folder]);
    if (!isJson(importer.specifiers)) return listed(folder, field, name, range);
    const has = importer.specifiers[name];
    if (has === undefined) return 'the lockfile does not have it';
    return has === range ? null : `the lockfile has ${JSON.stringify(has)}`;
  };
}

/** What somebody asks for is a key of an entry: `a@^1, a@^2:`, with yarn 2 and later `"a@npm:^1, a@npm:^2":`, and `? "…"` where that is long. */
function ofYarn(text: string): Recorded {
  const keys = new Set<string>();
  for (const line of text.split(/\r?\n/)) {
    if (!/^["\w@?]/.test(line)) continue;
    for (const key of line.replace(/^\? |:$/g, '').split(',')) keys.add(key.trim().replace(/^"|"$/g, ''));
  }
  return (_, __, name, range) => {
    if (/^(?:workspace|link|portal|patch|file|catalog):/.test(range)) return null;
    const wanted = [`${name}@${range}`, `${name}@npm:${range}`];
    return wanted.some((key) => keys.has(key)) ? null : 'the lockfile does not have that range';
  };
}
