import type { Entry } from '../archive/schema.js';
import type { Normalization } from '../compare/schema.js';
import type { BuildFiles } from './build-files.js';
import type { TextChange } from './changes.js';
import type { Edit, Place, Seen } from './schema.js';
import type { VariationName } from './variation.js';
import type { WorkTree } from './work-tree.js';

/** Names of all causes, in the order in which they are told. */
export const causeNames = [
  'uncommitted-change',
  'left-over-file',
  'accidental-file',
  'line-endings',
  'build-time',
  'time-zone',
  'locale',
  'umask',
  'build-path',
  'user-name',
  'host-name',
  'processor-count',
  'file-order',
  'unstable-order',
  'random',
  'git-state',
  'network',
  'node-version',
  'unpinned-tool',
  'version-stamp',
  'publishing-tool',
  'packing',
  'compression',
  'not-packed',
  'patched-tool',
  'history-log',
  'translations',
  'documents',
] as const;
export type CauseName = (typeof causeNames)[number];

/** One entry that came out in two ways. */
export interface Case {
  path: string;
  against: Seen['against'];
  /** Variations that make it differ, for a build that was varied. */
  variations: readonly VariationName[];
  /** In the ordinary build; null where it has none. */
  before: Entry | null;
  /** In the other build, or in the release. */
  now: Entry | null;
  /** Where their texts differ; empty where they are no texts. */
  changes: readonly TextChange[];
  /** What makes the release equal to the ordinary build, where normalizers know. */
  normalizations: readonly Normalization[];
}

/** What is known besides one entry. */
export interface Facts {
  name: string;
  version: string;
  commit: string;
  /** The package's folder in the repository; '' for its root. */
  directory: string;
  /** The node that it is built with. */
  node: string;
  /** Whether the tree of the commit has a path of the package's folder. */
  tracked(path: string): boolean;
  /** Whether a file of the ordinary build is the very file of the commit. */
  isSource(entry: Entry): boolean;
  /** Git blob ids of the release's entries that differ and that some commit of the repository has. */
  inHistory: ReadonlySet<string>;
  files: BuildFiles;
  /** The checkout; null where a release of the registry is asked about. */
  workTree: WorkTree | null;
  /** Entries of the release before, by path; null where there is none that can be had. */
  previous: ReadonlyMap<string, string> | null;
  /** Packages that a build gets in another version when they are resolved another day, or as the checkout has them. */
  unpinned: readonly { name: string; range: string; built: string; other: string }[];
  /** Whose those other versions are: `in node_modules`, `today`… */
  otherVersions: string;
  /** Entries that change with those versions, and whether they come out as in the release then. */
  byPackages: ReadonlyMap<string, { asReleased: boolean }>;
}

/** What a cause says of an entry. */
export interface Recognised {
  proof: 'experiment' | 'bytes' | 'likely';
  detail?: string;
  /** The changes that it explains; all where absent. */
  covers?: readonly TextChange[];
}

/** One reason why builds differ. */
export interface Cause {
  name: CauseName;
  title: string;
  /** Whether an entry differs for this reason; null where nothing says so. Pure. */
  recognise(one: Case, facts: Facts): Recognised | null;
  /** What in a build file brings it in; nothing is looked for where absent. */
  signs?: RegExp;
  /** True: a tool of the build may bring it in where no line of the source does. */
  byTools?: true;
  /** How it is mended, and the edits where that is mechanical. Pure. */
  fix(
    found: { places: readonly Place[]; paths: readonly string[] },
    facts: Facts,
  ): { text: string; edits: Edit[] };
}

/** Defines a cause. */
export const defineCause = (cause: Cause): Cause => cause;

/** A cause that a variation proves: the entry differs when that alone is changed. */
export function varied(name: VariationName): Cause['recognise'] {
  return ({ against, variations }) =>
    against === 'variation' && variations.includes(name) ? { proof: 'experiment' } : null;
}
