import type { Entry } from '../archive/schema.js';
import type { EntryPoints } from '../ecosystem.js';
import { loadedFields, silentFields, spareFields } from './entry-fields.js';
import { fieldTargets } from './field-targets.js';
import { type Manifest, readManifest } from './identify.js';
import { installHooks } from './install-hooks.js';
import { type InstalledFiles, installedFiles } from './installed-files.js';
import { objectOf } from './json-object.js';

/**
 * The files of a release that loading, running or installing it starts from: every one that some version of Node.js, npm or a common
 * bundler may take, not only the one that this Node.js would. Targets that no file answers to are left out.
 *
 * @param manifest Bytes of the release's package.json; null or unreadable ones load `index.js`.
 * @param contents Contents of further entries by installed path. Of the package.json files among them the fields count too: they say how
 *   the files of their folder are loaded, and those below `node_modules/` are packages with hooks of their own.
 */
export function entryPoints(
  manifest: Buffer | null,
  entries: readonly Entry[],
  contents: ReadonlyMap<string, Buffer> = new Map(),
): EntryPoints {
  const files = installedFiles(entries.map(({ path }) => path));
  const fields = (manifest === null ? null : readManifest(manifest)) ?? {};
  const all = [pointsOf(fields, '', files), ...nestedPoints(contents, files)];
  const loaded = all.flatMap((points) => points.loaded);
  const unique = new Map(loaded.map((point) => [`${point.field}\0${point.path}`, point]));
  return {
    loaded: [...unique.values()],
    installHooks: all.flatMap((points) => points.installHooks),
    mentioned: all.flatMap((points) => points.mentioned ?? []),
    name: typeof fields.name === 'string' ? fields.name : '',
  };
}

/** More nested manifests than this are not followed one by one: then all files count as loaded. */
const maxManifests = 10_000;

function nestedPoints(contents: ReadonlyMap<string, Buffer>, files: InstalledFiles): EntryPoints[] {
  const nested = [...contents].filter(([path]) => path.endsWith('/package.json'));
  if (nested.length > maxManifests)
    return [{ loaded: labelled('nested package.json', files.below('')), installHooks: [] }];
  return nested.map(([path, bytes]) => {
    const folder = path.slice(0, path.lastIndexOf('/'));
    const fields = readManifest(bytes) ?? {};
    const { loaded, installHooks: hooks, mentioned = [] } = pointsOf(fields, folder, files);
    const of = ` of ${path}`;
    return {
      // A folder's manifest that leads nowhere is an ordinary one, such as `{"type": "module"}`; nobody misses anything.
      loaded: loaded.map((point) => ({ ...point, field: point.field + of, spare: true as const })),
      // Managers run the scripts of what is bundled in `node_modules`, of no other folder.
      installHooks: /(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/]+$/.test(folder)
        ? hooks.map(({ hook, command }) => ({ hook: hook + of, command }))
        : [],
      mentioned: mentioned.map(({ path: target, field }) => ({ path: target, field: field + of })),
    };
  });
}

/** What one manifest says of the files of its folder. */
function pointsOf(fields: Manifest, folder: string, files: InstalledFiles): EntryPoints {
  const at = (target: string) => (folder === '' ? target : `${folder}/${target}`);
  const load = (target: string) => files.load(at(target));
  return {
    loaded: [
      ...loadedFields.flatMap((field) => labelled(field, fieldTargets(fields[field]).map(load))),
      ...(['exports', 'imports'] as const).flatMap((field) =>
        labelled(field, mapped(fields[field], at, files)),
      ),
      ...labelled('bin', commands(fields, at, files)),
      ...labelled('index', defaultIndex(fields, at, files)),
      ...spareFields.flatMap((field) => spare(field, fieldTargets(fields[field]).map(load))),
      ...spare('man', folderOf(fields, 'man', at, files)),
    ],
    installHooks: installHooks(fields, files.file(at('binding.gyp')) !== null),
    mentioned: mentioned(fields, at, files),
  };
}

type Place = (target: string) => string;

/** Targets that stand for many files are looked up one by one up to this number, beyond it all files count: a manifest may hold thousands. */
const maxPatterns = 1_000;

/** Targets of `exports` and `imports`: files as they stand, patterns, and the folders that Node.js 12 to 16 allowed. */
function mapped(field: unknown, at: Place, files: InstalledFiles): (string | null)[] {
  const targets = [...new Set(fieldTargets(field))];
  const isPattern = (target: string) => target.includes('*') || target.endsWith('/');
  if (targets.filter(isPattern).length > maxPatterns) return files.below('');
  return targets.flatMap((target) => {
    if (target.includes('*')) return files.matching(at(target));
    return target.endsWith('/') ? files.below(at(target)) : [files.load(at(target))];
  });
}

const commands = (fields: Manifest, at: Place, files: InstalledFiles) => [
  ...fieldTargets(fields.bin).map((target) => files.load(at(target))),
  ...folderOf(fields, 'bin', at, files),
];

/** All files of `directories.bin` or `directories.man`. */
function folderOf(
  { directories }: Manifest,
  field: 'bin' | 'man',
  at: Place,
  files: InstalledFiles,
): string[] {
  const folder = objectOf(directories)[field];
  return typeof folder === 'string' ? files.below(at(folder)) : [];
}

/** Node.js takes `index.js` when `main` is missing, no string, or leads nowhere. */
function defaultIndex({ main }: Manifest, at: Place, files: InstalledFiles): (string | null)[] {
  const usable = typeof main === 'string' && files.load(at(main)) !== null;
  return usable ? [] : [files.load(at(''))];
}

const known: ReadonlySet<string> = new Set([
  ...silentFields,
  ...loadedFields,
  ...spareFields,
  'exports',
  'imports',
  'bin',
  'directories',
]);

/** Files that other fields name to the letter: those are read by programs that nobody here knows. */
function mentioned(fields: Manifest, at: Place, files: InstalledFiles): { path: string; field: string }[] {
  return Object.entries(fields).flatMap(([field, value]) =>
    known.has(field)
      ? []
      : fieldTargets(value).flatMap((target) => {
          const path = target === '' ? null : files.file(at(target.replace(/^\.\//, '')));
          return path === null ? [] : [{ path, field }];
        }),
  );
}

const labelled = (field: string, paths: readonly (string | null)[]): EntryPoints['loaded'] =>
  paths.flatMap((path) => (path === null ? [] : [{ path, field }]));

const spare = (field: string, paths: readonly (string | null)[]): EntryPoints['loaded'] =>
  labelled(field, paths).map((point) => ({ ...point, spare: true }));
