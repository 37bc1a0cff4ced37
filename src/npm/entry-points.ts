import type { Entry } from '../archive/schema.js';
import type { EntryPoints } from '../ecosystem.js';
import { fieldTargets } from './field-targets.js';
import { readManifest } from './identify.js';
import { installHooks } from './install-hooks.js';
import { type InstalledFiles, installedFiles } from './installed-files.js';

/** Fields that name one file to load, or as `browser` does, files to load instead of others. */
const loadedFields = [
  'main',
  'module',
  'browser',
  'react-native',
  'jsnext:main',
  'es2015',
  'unpkg',
  'jsdelivr',
  'style',
  'sass',
] as const;

/**
 * The files of a release that loading, running or installing it starts from: every one that some version of Node.js, npm or a common
 * bundler may take, not only the one that this Node.js would. Targets that no file answers to are left out.
 *
 * Install hooks are those of the package itself. Packages bundled below `node_modules/` have hooks of their own, which are not
 * visible here (their package.json is an entry, its contents are not given).
 *
 * @param manifest Bytes of the release's package.json; null or unreadable ones load `index.js`.
 */
export function entryPoints(manifest: Buffer | null, entries: readonly Entry[]): EntryPoints {
  const fields = (manifest === null ? null : readManifest(manifest)) ?? {};
  const files = installedFiles(entries.map(({ path }) => path));
  const loaded = [
    ...loadedFields.flatMap((field) => labelled(field, fieldTargets(fields[field]).map(files.load))),
    ...(['exports', 'imports'] as const).flatMap((field) => labelled(field, mapped(fields[field], files))),
    ...labelled('bin', commands(fields, files)),
    ...labelled('index', defaultIndex(fields, files)),
  ];
  const unique = new Map(loaded.map((point) => [`${point.field}\0${point.path}`, point]));
  return {
    loaded: [...unique.values()],
    installHooks: installHooks(fields, files.file('binding.gyp') !== null),
  };
}

/** Targets that stand for many files are looked up one by one up to this number, beyond it all files count: a manifest may hold thousands. */
const maxPatterns = 1_000;

/** Targets of `exports` and `imports`: files as they stand, patterns, and the folders that Node.js 12 to 16 allowed. */
function mapped(field: unknown, files: InstalledFiles): (string | null)[] {
  const targets = [...new Set(fieldTargets(field))];
  const isPattern = (target: string) => target.includes('*') || target.endsWith('/');
  if (targets.filter(isPattern).length > maxPatterns) return files.below('');
  return targets.flatMap((target) => {
    if (target.includes('*')) return files.matching(target);
    return target.endsWith('/') ? files.below(target) : [files.load(target)];
  });
}

function commands({ bin, directories }: Readonly<Record<string, unknown>>, files: InstalledFiles) {
  const folder =
    typeof directories === 'object' && directories !== null
      ? (directories as { bin?: unknown }).bin
      : undefined;
  return [...fieldTargets(bin).map(files.load), ...(typeof folder === 'string' ? files.below(folder) : [])];
}

/** Node.js takes `index.js` when `main` is missing, no string, or leads nowhere. */
function defaultIndex({ main }: Readonly<Record<string, unknown>>, files: InstalledFiles): (string | null)[] {
  const usable = typeof main === 'string' && files.load(main) !== null;
  return usable ? [] : [files.load('')];
}

const labelled = (field: string, paths: readonly (string | null)[]): EntryPoints['loaded'] =>
  paths.flatMap((path) => (path === null ? [] : [{ path, field }]));
