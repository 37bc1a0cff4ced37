import hostedGitInfo from 'hosted-git-info';
import semver from 'semver';
import type { Manifest } from './identify.js';
import { installScripts } from './install-hooks.js';
import { packagePath } from './installed-files.js';
import { objectOf } from './json-object.js';

/**
 * What of a manifest decides what an installation does, written the one way that npm's publish normalization
 * (normalize-package-data, npm-normalize-package-bin, @npmcli/package-json) would write it: field by field, name by name.
 */
export interface ActingManifest {
  name: string | null;
  version: string | null;
  installScripts: ReadonlyMap<string, string>;
  /** Those that npm would install: `optionalDependencies` are copied over `dependencies` on publish. */
  dependencies: ReadonlyMap<string, string>;
  optionalDependencies: ReadonlyMap<string, string>;
  /** `range` or `range (optional)`. */
  peerDependencies: ReadonlyMap<string, string>;
  bundledDependencies: ReadonlyMap<string, string>;
  /** Command to path; null when the manifest names a folder, whose files only the packer knew. */
  bin: ReadonlyMap<string, string> | null;
}

/** Reads a manifest from a registry or from a tarball. */
export function actingManifest(manifest: Manifest): ActingManifest {
  const name = typeof manifest.name === 'string' ? manifest.name.trim() : null;
  const optional = dependencies(manifest.optionalDependencies);
  const all = new Map([...dependencies(manifest.dependencies), ...optional]);
  return {
    name,
    version: typeof manifest.version === 'string' ? cleanVersion(manifest.version) : null,
    installScripts: scripts(manifest.scripts),
    dependencies: all,
    optionalDependencies: optional,
    peerDependencies: peers(manifest),
    bundledDependencies: bundled(manifest, all),
    bin: commands(manifest, name),
  };
}

const cleanVersion = (version: string): string => semver.clean(version, { loose: true }) ?? version.trim();

function scripts(field: unknown): Map<string, string> {
  const stated = objectOf(field);
  return new Map(
    installScripts.flatMap((hook) => {
      const command = Object.hasOwn(stated, hook) ? stated[hook] : undefined;
      return typeof command === 'string' && command.trim() !== '' ? [[hook, command.trim()]] : [];
    }),
  );
}

/** `{name: range}`; very old packages have `['name@range']` or `'name, name range'`, which npm turns into that. */
function dependencies(field: unknown): Map<string, string> {
  const list =
    typeof field === 'string' ? field.trim().split(/[\n\r\s\t ,]+/) : Array.isArray(field) ? field : null;
  if (list === null) {
    return new Map(
      Object.entries(objectOf(field)).flatMap(([name, range]) =>
        typeof range === 'string' ? [[name.trim(), dependencyRange(range)]] : [],
      ),
    );
  }
  return new Map(
    list
      .filter((item): item is string => typeof item === 'string' && item.trim() !== '')
      .map((item) => {
        const [name = '', ...range] = item.trim().split(/(:?[@\s><=])/);
        return [name.trim(), dependencyRange(range.join('').trim().replace(/^@/, ''))];
      }),
  );
}

/** A range without the spaces around it; a repository of a known host the one way, as `owner/name`, `git://` and `git+ssh://` are one. */
function dependencyRange(range: string): string {
  const trimmed = range.trim();
  if (trimmed === '' || trimmed === '*' || trimmed === 'x') return '*';
  if (!/[/:]/.test(trimmed)) return trimmed;
  const host = hostedGitInfo.fromUrl(trimmed);
  return host === undefined ? trimmed : host.shortcut({ noCommittish: false });
}

function peers({ peerDependencies, peerDependenciesMeta }: Manifest): Map<string, string> {
  const meta = objectOf(peerDependenciesMeta);
  return new Map(
    [...dependencies(peerDependencies)].map(([name, range]) => [
      name,
      Object.hasOwn(meta, name) && objectOf(meta[name]).optional === true ? `${range} (optional)` : range,
    ]),
  );
}

/** Both spellings; `true` stands for all dependencies. */
function bundled(
  { bundleDependencies, bundledDependencies }: Manifest,
  all: ReadonlyMap<string, string>,
): Map<string, string> {
  const field = bundleDependencies ?? bundledDependencies;
  const names =
    field === true
      ? [...all.keys()]
      : typeof field === 'string'
        ? [field]
        : Array.isArray(field)
          ? field
          : Object.keys(objectOf(field));
  return new Map(names.filter((name) => typeof name === 'string').map((name: string) => [name, 'bundled']));
}

function commands({ bin, directories }: Manifest, name: string | null): Map<string, string> | null {
  if (bin === undefined || bin === null) return objectOf(directories).bin === undefined ? new Map() : null;
  const stated = typeof bin === 'string' ? { [name ?? '']: bin } : objectOf(bin);
  return new Map(
    Object.entries(stated).flatMap(([command, path]) => {
      // npm keeps the last part of a command's name, and no path that leads out of the package.
      const base = command.replace(/\\|:/g, '/').split('/').at(-1);
      const inside = typeof path === 'string' ? packagePath(`./${path}`) : null;
      return base && inside ? [[base, inside]] : [];
    }),
  );
}
