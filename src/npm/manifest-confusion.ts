import type { Finding, Severity } from '../judge/schema.js';
import { findingOf } from '../judge/signal.js';
import { type ActingManifest, actingManifest } from './acting-manifest.js';
import type { Manifest } from './identify.js';
import { manifestConfusionSignal } from './signals/resolving.js';

/** Findings for one release at most; a manifest can hold thousands of differences. */
const maxFindings = 50;

type Fields =
  | 'installScripts'
  | 'dependencies'
  | 'optionalDependencies'
  | 'peerDependencies'
  | 'bundledDependencies';

/** What each part is called, and how much it matters that people and npm are shown different ones. */
const fields: readonly { field: Fields; noun: string; severity: Severity }[] = [
  { field: 'installScripts', noun: 'install script', severity: 'high' },
  { field: 'dependencies', noun: 'dependency', severity: 'high' },
  { field: 'peerDependencies', noun: 'peer dependency', severity: 'high' },
  { field: 'bundledDependencies', noun: 'bundled dependency', severity: 'medium' },
  { field: 'optionalDependencies', noun: 'optional dependency', severity: 'medium' },
];

/**
 * Where the registry's manifest and the tarball's package.json disagree on what an installation does. The registry takes its copy
 * from whoever publishes and never compares it: npm resolves dependencies by one and runs the scripts of the other, and web pages
 * and scanners show only the first. (Darcy Clarke, "The massive bug at the heart of the npm ecosystem", 2023.) What npm itself
 * rewrites on publish is no disagreement. Pure.
 *
 * @param registry The registry's manifest, with the name and version under which the registry lists it.
 * @param tarball Null when the tarball has no package.json that can be read.
 */
export function manifestConfusion(registry: Manifest, tarball: Manifest | null): Finding[] {
  if (tarball === null) {
    return [
      finding(
        'high',
        null,
        'the tarball has no package.json that can be read, and the registry shows one',
        [],
      ),
    ];
  }
  const shown = actingManifest(registry);
  const installed = actingManifest(tarball);
  const found = [
    ...identity(shown, installed),
    ...fields.flatMap(({ field, noun, severity }) =>
      changes(withoutAdded(field, shown, installed), installed[field]).map(([name, theirs, ours]) =>
        finding(severity, ours ?? theirs, `${noun} ${name}: ${said(theirs, ours)}`, [
          noun,
          name,
          theirs,
          ours,
        ]),
      ),
    ),
    ...commands(shown, installed),
  ];
  return found.slice(0, maxFindings);
}

/**
 * What npm adds to the registry's copy is taken out of it: the script that stands for a `binding.gyp` (npm runs that one anyway for
 * a package that has the file, and never for one that hasn't), and `*` for bundled dependencies, which are in the tarball.
 */
function withoutAdded(
  field: Fields,
  shown: ActingManifest,
  installed: ActingManifest,
): ReadonlyMap<string, string> {
  const { installScripts: own, bundledDependencies, dependencies } = installed;
  if (field === 'installScripts' && !own.has('install') && !own.has('preinstall')) {
    return new Map(
      [...shown[field]].filter(([hook, command]) => hook !== 'install' || command !== 'node-gyp rebuild'),
    );
  }
  if (field !== 'dependencies') return shown[field];
  return new Map(
    [...shown[field]].flatMap(([name, range]) => {
      if (range !== '*' || !bundledDependencies.has(name)) return [[name, range]];
      const packed = dependencies.get(name);
      return packed === undefined ? [] : [[name, packed]];
    }),
  );
}

function identity(shown: ActingManifest, installed: ActingManifest): Finding[] {
  return (['name', 'version'] as const)
    .filter((field) => shown[field] !== installed[field])
    .map((field) =>
      finding('high', installed[field], `${field}: ${said(shown[field], installed[field])}`, [
        field,
        shown[field],
        installed[field],
      ]),
    );
}

/** Commands can't be compared where either side names a folder only: npm lists its files when it publishes. */
function commands(shown: ActingManifest, installed: ActingManifest): Finding[] {
  if (shown.bin === null || installed.bin === null) return [];
  return changes(shown.bin, installed.bin).map(([name, theirs, ours]) =>
    finding('high', ours ?? theirs, `command ${name}: ${said(theirs, ours)}`, [
      'command',
      name,
      theirs,
      ours,
    ]),
  );
}

/** Names with the value on each side, where they differ; null for an absent one. */
function changes(
  shown: ReadonlyMap<string, string>,
  installed: ReadonlyMap<string, string>,
): [name: string, shown: string | null, installed: string | null][] {
  return [...new Set([...shown.keys(), ...installed.keys()])]
    .filter((name) => shown.get(name) !== installed.get(name))
    .map((name) => [name, shown.get(name) ?? null, installed.get(name) ?? null]);
}

const said = (shown: string | null, installed: string | null): string =>
  `the registry shows ${quoted(shown)}, the tarball has ${quoted(installed)}`;

const quoted = (value: string | null): string =>
  value === null ? 'none' : JSON.stringify(value.slice(0, 80));

function finding(
  severity: Severity,
  excerpt: string | null,
  message: string,
  substance: readonly unknown[],
): Finding {
  return findingOf(manifestConfusionSignal, {
    path: 'package.json',
    severity,
    ...(excerpt === null ? {} : { excerpt }),
    message: message.slice(0, 400),
    substance,
  });
}
