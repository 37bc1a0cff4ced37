import type { ArchiveForm } from './archive/form.js';
import type { Archive, Entry } from './archive/schema.js';
import type { Accounts } from './compare/accounts.js';
import type { CompareOptions } from './compare/compare.js';
import type { ReadRelease } from './compare/contents.js';
import type { Normalizer } from './compare/normalizer.js';
import type { Reference } from './compare/reference.js';
import type { Comparison } from './compare/schema.js';
import type { Context } from './context.js';
import type { Reachability, ReachabilityInput } from './judge/reachability.js';
import type { Finding } from './judge/schema.js';
import type { Signal } from './judge/signal.js';
import type { Provenance } from './provenance.js';
import type { RebuildingInput, Rebuilds } from './rebuilding.js';
import type { RecipeText } from './recipe.js';
import type { Release } from './release.js';
import type { Mount } from './sandbox/engine.js';
import type { FailureReading, Material, Plan, PlanStep, StepOutcome } from './sandbox/schema.js';
import type { Located } from './source/locate.js';
import type { WhyResult } from './why/schema.js';

/** What a manifest file at some path of some tree says about the package there. */
export interface ManifestIdentity {
  name: string | null;
  version: string | null;
  /** Repository address as stated, raw. */
  repository: string | null;
}

/** What a release says about where it comes from; every word of it is a claim. */
export interface SourceClaim {
  name: string;
  version: string;
  /** Repository address as stated, in any form; null when nothing is stated. */
  repository: string | null;
  /** The package's folder in the repository, as stated. */
  directory: string | null;
  /** Commit recorded at publish time. */
  gitHead: string | null;
  /** Commit that a verified attestation names. */
  attestedCommit: string | null;
  /** ISO 8601. */
  publishedAt: string | null;
  /** Name of the file that identifies a package in a folder: `package.json`. */
  manifestFile: string;
  /** Reads such a file; null when it is none. Never throws. */
  identify: (bytes: Buffer) => ManifestIdentity | null;
}

/** A release that was found and downloaded. */
export interface ResolvedRelease {
  release: Release;
  /** Host path of the tarball, outside of anything a sandbox sees. */
  tarball: string;
  archive: Archive;
  /** What the tarball was read as; `packageForm` unless said. */
  form?: ArchiveForm;
  /** Bytes of the release's own manifest; null when it has none. */
  manifest: Buffer | null;
  claim: SourceClaim;
  /** Whether whoever packed the release says that a file of the source was left out of it; absent where nobody does. */
  leftOut?: (path: string) => boolean;
  /** Version of the release before it, as far as the registry knows; null when there is none. */
  previousVersion: string | null;
  /** What resolving itself noticed, such as manifest confusion. */
  findings: Finding[];
  /**
   * Checks what was signed about the release, which may ask the registry; null when nothing was. That something can't be had is no
   * failure. Throws for a configuration that can't be used.
   */
  provenance(context: Context): Promise<Provenance | null>;
}

/** Paths that installing or importing a package starts from. */
export interface EntryPoints {
  /** Installed paths that are loaded or run, with the field that says so; `spare` where a release does well without the file. */
  loaded: { path: string; field: string; spare?: true }[];
  /** Commands that run on installation: `postinstall: node x.js`, or the implicit one of a `binding.gyp`; those of bundled packages too. */
  installHooks: { hook: string; command: string }[];
  /** Installed paths that other fields of the manifest name, for programs that are not known here. */
  mentioned?: { path: string; field: string }[];
  /** The name by which the package's own files may ask for each other; '' when it has none. */
  name?: string;
}

/** Files of the source tree that planning reads. */
export interface PlanningInput {
  release: Release;
  /** The package's folder, '' for the root. */
  directory: string;
  commitTime: string;
  /** Every path of the tree. */
  paths: ReadonlySet<string>;
  /** Contents of the paths that `planningFiles` asked for and that exist. */
  files: ReadonlyMap<string, string>;
  /** How a person says that it is built; null when nobody does. The source may have one too. */
  recipe: RecipeText | null;
  /** Versions that can be had of each tool, by tool name. */
  tools: ReadonlyMap<string, readonly ToolVersion[]>;
}

/** One version of a tool that a plan may name. */
export interface ToolVersion {
  version: string;
  /** ISO 8601 as the registry says, which may be later than the truth; null when unknown. */
  publishedAt: string | null;
}

/** What the registry proxy served and refused, and what else that depended on than the lockfile. */
export interface SupplyLog {
  /** Sorted by name, then version. */
  materials: Material[];
  refusals: string[];
  /** Where time travel gave way, one line each. */
  notes: string[];
  /** Nothing was answered but what the lockfile pins: neither the day nor the release under verification had a part in it. */
  pinnedOnly: boolean;
  /** Something was kept back for being the release under verification. */
  leftOut: boolean;
  /** The registry could not be asked for something: another time it may. */
  faulty: boolean;
}

/** The release under verification, as what no build of it may have been given. */
export interface OwnRelease {
  /** Name and version: what the registry proxy keeps back, whatever the bytes. */
  id: string;
  /** Whether a package is this release, under any name. */
  is(material: Material): boolean;
  /** What a report says of other versions of the same package among the materials, one line each. */
  notes(materials: readonly Material[]): string[];
}

/** Toolchain and registry for one plan: what the sandbox is given besides the source. */
export interface Supply {
  mounts: Mount[];
  /** Complete environment of each step, before the step's own. */
  environment: Record<string, string>;
  helperNode: string;
  /** Unix socket of the registry proxy. */
  socket: string;
  port: number;
  toolMaterials: Material[];
  /** What the proxy served and refused so far. */
  log(): SupplyLog;
  /** Applies or undoes the plan's edits to the checked-out source at `work`. */
  edit(work: string): Promise<{ undo(): Promise<void> }>;
  close(): Promise<void>;
}

/** A step that failed, for finding out why. */
export interface FailedStep {
  step: PlanStep;
  outcome: StepOutcome;
  /** The end of its log; whatever the build wrote. */
  log: string;
  /** What the registry proxy refused so far. */
  refusals: readonly string[];
}

export type { FailureReading };

/** A release that a lockfile installs. */
export interface LockedRelease {
  /** What its ecosystem calls it; other text where it is no release of a registry. */
  purl: string;
  name: string;
  /** SRI that an install holds it to; null where it states none. */
  integrity: string | null;
}

/** What a batch knows a release by that a spec names. */
export interface ListedRelease {
  /** Without the version; nothing of another ecosystem is called so. */
  name: string;
  version: string;
  /** SRI that verifying it holds its bytes to; null where nobody states one. */
  integrity: string | null;
  /** Names this very release, wherever it is read. */
  spec: string;
}

/** A release that was compared with its source, for evidence of another kind. */
export interface FurtherEvidenceInput {
  resolved: ResolvedRelease;
  located: Extract<Located, { ok: true }>;
  source: Reference;
  /** What the source's own files account for. */
  accounts: Accounts;
  options: CompareOptions;
  context: Context;
}

/** A release that was verified, for saying why it is not reproducible. */
export interface ReasonsInput {
  resolved: ResolvedRelease;
  located: Extract<Located, { ok: true }>;
  comparison: Comparison;
  findings: readonly Finding[];
  rebuilds: Rebuilds;
  readRelease: ReadRelease;
}

/** Why it is not. */
export type Reasons = Pick<WhyResult, 'causes' | 'unexplained' | 'notes'>;

/** What the pipeline asks of a package ecosystem. */
export interface Ecosystem {
  name: string;
  /** Whether a spec names a release of it, as far as can be told before it is resolved; it need not exist. */
  accepts(spec: string): boolean | Promise<boolean>;
  /**
   * What a batch knows the release by that a spec names, found without downloading it; absent where lists name packages of a registry. Throws where it names none that
   * others can have.
   */
  list?(spec: string, context: Context): Promise<ListedRelease>;
  /** Finds, downloads and reads the release a spec names. */
  resolve(spec: string, context: Context): Promise<ResolvedRelease>;
  /** Paths whose contents `plans` wants to see. Pure. */
  planningFiles(paths: ReadonlySet<string>, directory: string): string[];
  /** Versions of every tool a plan may name: `node`, and each package manager. */
  toolVersions(context: Context): Promise<ReadonlyMap<string, ToolVersion[]>>;
  /** Ranked plans, best first; empty when nothing says how to build. Pure. */
  plans(input: PlanningInput): Plan[];
  /** What a lockfile installs, in order of purl; `name` is that of the file. Pure; never throws. */
  lockedReleases(name: string, text: string): Promise<LockedRelease[] | { fault: string }>;
  /** Validates a recipe, and that it is for a release where one is given; gives the package's folder that it names. Pure. */
  checkRecipe(
    text: string,
    release: { name: string; version: string } | null,
  ): { directory: string | null } | { fault: string };
  /** A plan as a shell script that a person could run in a container. Pure. */
  planScript(plan: Plan): string;
  /** Why a step failed, as its log tells; null when nothing known is in it. Pure; never throws. */
  readFailure(failed: FailedStep): FailureReading | null;
  /**
   * Makes ready what a plan needs. The release under verification is never served. With `heldTo`, packages that an earlier rebuild was
   * served exist in those versions and with those bytes alone.
   */
  supply(
    plan: Plan,
    resolved: ResolvedRelease,
    lockfile: string | null,
    context: Context,
    heldTo?: readonly Material[],
  ): Promise<Supply>;
  /**
   * What the registry states now of packages that were served before, by `name@version`: an SRI, or null for one that it has no more;
   * absent where that can't be said.
   */
  publishedMaterials(materials: readonly Material[], context: Context): Promise<Map<string, string | null>>;
  /** Digest of a plan, as it states it itself. Pure. */
  planDigest(plan: Plan): string;
  /** What earlier rebuilds are held against before they are used for this release. Pure. */
  ownRelease(resolved: ResolvedRelease): OwnRelease;
  /** Where packages come from, as one word: rebuilds with packages of other registries are others. */
  registries(context: Context): Promise<string>;
  /** Entry points from the manifest, the entries of the release and the contents of such of them as could be read. Pure. */
  entryPoints(
    manifest: Buffer | null,
    entries: readonly Entry[],
    contents?: ReadonlyMap<string, Buffer>,
  ): EntryPoints;
  /** Which files of the package's folder its own rules keep out of a release, from the contents of the files with those rules. Pure. */
  packing: {
    files: readonly string[];
    leavesOut(rules: ReadonlyMap<string, Buffer>): (path: string) => boolean;
  };
  /**
   * Evidence that only this ecosystem knows of, for what the source's own files leave: nothing is built for it. Absent where there is none.
   */
  furtherEvidence?(input: FurtherEvidenceInput): Promise<Accounts>;
  /** Rebuilds in the ecosystem's own way; absent where its plans are run one after the other. */
  rebuild?(input: RebuildingInput, located: Extract<Located, { ok: true }>): Promise<Rebuilds>;
  /** Which entries without evidence could act; absent where what is general says it. Pure. */
  reachability?(input: ReachabilityInput): Reachability;
  /** Why a release is not what its source accounts for; absent where builds are varied to find that out. */
  reasons?(input: ReasonsInput, context: Context): Promise<Reasons>;
  /** True where releases are a project's own sources: no registry of packages has them, and a tarball says by its name what it is of. */
  releasesSources?: boolean;
  /** True where the source accounts for a file only at its very path, and executable or not as it is there. */
  strict?: boolean;
  /** All that apply, in this order. */
  normalizers: readonly Normalizer[];
  signals: readonly Signal[];
}
