import type { Entry } from '../archive/schema.js';
import type { ManifestIdentity, SourceClaim } from '../ecosystem.js';
import { contentDirectory } from './content-directory.js';
import type { Manifests } from './manifests.js';
import { within } from './repository-path.js';
import type { Source } from './schema.js';
import type { Tree } from './tree.js';

/** The package's folder in a tree, and how it was found. */
export interface FoundDirectory {
  directory: string;
  evidence: Source['directoryEvidence'];
  /** What the manifest there says; null without one. */
  identity: ManifestIdentity | null;
}

/** What finding it takes. */
export interface DirectoryInput {
  tree: Tree;
  claim: Pick<SourceClaim, 'name' | 'version' | 'manifestFile'>;
  entries: readonly Entry[];
  manifests: Manifests;
  /** As `repositoryPath` gives it: by the user, by the release. */
  user: string | null;
  stated: string | null;
}

/** Manifests read in one tree at most. */
const mostManifests = 2_000;

/** Folders whose packages are somebody else's, or only stand for packages. */
const unlikely =
  /(?:^|\/)(?:node_modules|\.yarn|vendor|(?:__)?fixtures?(?:__)?|__tests?__|tests?|spec|e2e|examples?|demos?|samples?|playgrounds?|templates?)(?:\/|$)/i;

/**
 * Finds the package's folder at a revision: the user's; the stated one if a manifest of this name is there; else any whose manifest
 * has this name; else the stated one, or the one whose files the release has. Null when nothing leads anywhere.
 */
export async function findDirectory(input: DirectoryInput): Promise<FoundDirectory | null> {
  const { tree, claim, user, stated } = input;
  if (user !== null) {
    if (!isFolder(tree, user)) return null;
    return { directory: user, evidence: 'user', identity: await identityAt(input, user) };
  }
  const first = await identityAt(input, stated ?? '');
  if (first?.name === claim.name && (stated !== null || first.version === claim.version)) {
    return {
      directory: stated ?? '',
      evidence: stated === null ? 'manifest-name' : 'stated',
      identity: first,
    };
  }
  const named = await namedFolders(input);
  const best = named[0];
  if (best !== undefined) return { ...best, evidence: 'manifest-name' };
  if (stated !== null && isFolder(tree, stated)) {
    return { directory: stated, evidence: 'stated', identity: first };
  }
  const content = contentDirectory(tree, input.entries);
  if (content === null) return null;
  return { directory: content, evidence: 'content', identity: await identityAt(input, content) };
}

/** Folders whose manifest has the release's name, likeliest first. */
async function namedFolders(input: DirectoryInput) {
  const { tree, claim, entries } = input;
  const paths = [...tree.files.keys()].filter((path) => isManifest(path, claim.manifestFile));
  const likely = paths.filter((path) => !unlikely.test(path));
  const rest = paths.filter((path) => unlikely.test(path));
  for (const group of [likely, rest]) {
    const read = group
      .slice(0, mostManifests)
      .map((path) => ({ path, id: tree.files.get(path)?.object ?? '' }));
    const identities = await input.manifests.read(read.map(({ id }) => id));
    const named = read
      .map(({ path, id }) => ({ directory: folderOf(path), identity: identities.get(id) ?? null }))
      .filter(({ identity }) => identity?.name === claim.name)
      .map((found) => ({
        ...found,
        agrees: found.identity?.version === claim.version,
        shared: entries.filter(
          (entry) => tree.files.get(within(found.directory, entry.path))?.object === entry.gitBlob,
        ).length,
      }));
    named.sort(
      (a, b) =>
        Number(b.agrees) - Number(a.agrees) ||
        b.shared - a.shared ||
        a.directory.split('/').length - b.directory.split('/').length ||
        (a.directory < b.directory ? -1 : 1),
    );
    if (named.length > 0) return named;
  }
  return [];
}

async function identityAt(input: DirectoryInput, directory: string): Promise<ManifestIdentity | null> {
  const file = input.tree.files.get(within(directory, input.claim.manifestFile));
  if (file?.type !== 'blob') return null;
  return (await input.manifests.read([file.object])).get(file.object) ?? null;
}

function isFolder(tree: Tree, directory: string): boolean {
  if (directory === '') return true;
  for (const path of tree.files.keys()) if (path.startsWith(`${directory}/`)) return true;
  return false;
}

function isManifest(path: string, manifestFile: string): boolean {
  return path === manifestFile || path.endsWith(`/${manifestFile}`);
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
