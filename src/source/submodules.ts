import type { Entry } from '../archive/schema.js';
import type { Context } from '../context.js';
import { parseAddress } from './address.js';
import { SourceError } from './error.js';
import { readGitmodules, submoduleAddress } from './gitmodules.js';
import { mirrorTarget } from './mirror-address.js';
import { openRevision, type Revision } from './open-revision.js';
import type { OpenRepository } from './repository.js';
import type { SourceNote } from './schema.js';
import type { Tree, TreeFile } from './tree.js';

/** Submodules of submodules, and submodules of one source in all, that are opened at most. */
const limits = { depth: 3, opened: 30, files: 2_000_000 };

/** A source whose submodules are part of its tree, as far as they could be had. */
export interface Whole {
  repository: OpenRepository;
  tree: Tree;
  notes: SourceNote[];
}

interface Submodule {
  path: string;
  url: string;
  revision: Revision;
}

/**
 * Opens each submodule of a tree at the commit that the tree records, and no other, and gives a repository and tree in which their
 * files lie where git would have put them. `base` is the repository's address, for relative ones; null for a folder of this machine.
 * Where no source mirror has one it is fetched only if `worthFetching`: most hold test suites, some of them vast. What can't be had
 * is noted. Closing the repository closes them all.
 */
export async function withSubmodules(
  repository: OpenRepository,
  tree: Tree,
  base: string | null,
  worthFetching: (path: string) => boolean,
  context: Context,
): Promise<Whole> {
  const notes: SourceNote[] = [];
  const found: Submodule[] = [];
  try {
    await findAll(repository, tree, base, worthFetching, context, found, notes);
    return found.length === 0
      ? { repository, tree, notes }
      : { ...joined(repository, tree, found, context), notes };
  } catch (error) {
    for (const { revision } of found) await revision.repository.close();
    throw error;
  }
}

async function findAll(
  repository: OpenRepository,
  tree: Tree,
  base: string | null,
  worthFetching: (path: string) => boolean,
  context: Context,
  found: Submodule[],
  notes: SourceNote[],
): Promise<void> {
  const waiting = [{ prefix: '', tree, repository, base, depth: 1 }];
  let opened = 0;
  for (const { prefix, depth, ...outer } of waiting) {
    const links = [...outer.tree.files].filter(([, { type }]) => type === 'submodule');
    if (links.length === 0) continue;
    const urls = await addresses(outer.repository, outer.tree);
    for (const [place, { object }] of links) {
      const path = `${prefix}${place}`;
      const absent = (reason: string) =>
        notes.push({ kind: 'submodule-not-read', detail: `${path} at ${object}: ${reason}` });
      const stated = urls.get(place);
      const url = stated === undefined ? null : submoduleAddress(stated, outer.base);
      const address = url === null ? null : parseAddress(url, 'release');
      if (address === null) absent(stated === undefined ? 'no address is stated' : 'its address is relative');
      else if (address.kind === 'unusable') absent(address.reason);
      else if (depth > limits.depth || opened >= limits.opened) absent('beyond the limits of what is read');
      else if (
        !worthFetching(path) &&
        (await mirrorTarget(address.url, context.config.sourceMirrors)) === null
      )
        absent(`no source mirror has ${address.url}, and the release has no file there`);
      else {
        opened += 1;
        const revision = await openRevision(address, object, null, context);
        if (!revision.ok) {
          absent(revision.reason);
          continue;
        }
        found.push({ path, url: address.url, revision: revision.revision });
        notes.push({ kind: 'submodule-read', detail: `${path} at ${object} of ${address.url}` });
        const inner = { ...revision.revision, base: address.url, depth: depth + 1 };
        waiting.push({ ...inner, prefix: `${path}/` });
      }
    }
  }
}

async function addresses(repository: OpenRepository, tree: Tree): Promise<Map<string, string>> {
  const file = tree.files.get('.gitmodules');
  if (file?.type !== 'blob') return new Map();
  const blobs = await repository.readBlobs([file.object], 2 ** 18);
  return readGitmodules(blobs.get(file.object)?.toString('utf8') ?? '');
}

/** Outer submodules come before those inside of them. */
function joined(
  repository: OpenRepository,
  tree: Tree,
  found: readonly Submodule[],
  context: Context,
): Pick<Whole, 'repository' | 'tree'> {
  const files = new Map<string, TreeFile>(tree.files);
  const skipped = [...tree.skipped];
  // A blob that two of them have has the same id, and so the same bytes, in both.
  const owners = new Map<string, OpenRepository>();
  const own = new Set([...tree.files.values()].map(({ object }) => object));
  for (const { path, url, revision } of found) {
    files.delete(path);
    const via = `submodule ${path} at ${revision.tree.commit} of ${url}`;
    for (const [place, file] of revision.tree.files) {
      if (files.size >= limits.files) break;
      files.set(`${path}/${place}`, { ...file, via });
      if (!own.has(file.object) && !owners.has(file.object)) owners.set(file.object, revision.repository);
    }
    skipped.push(...revision.tree.skipped.map((one) => ({ ...one, path: `${path}/${one.path}` })));
  }

  const all = [repository, ...found.map(({ revision }) => revision.repository)];
  /** Asks each repository for the blobs it has. */
  const ask = async <T>(
    ids: Iterable<string>,
    one: (repository: OpenRepository, ids: string[]) => Promise<Map<string, T>>,
  ): Promise<Map<string, T>> => {
    const groups = new Map<OpenRepository, string[]>();
    for (const id of ids) {
      const owner = owners.get(id) ?? repository;
      const group = groups.get(owner);
      if (group === undefined) groups.set(owner, [id]);
      else group.push(id);
    }
    const answers = new Map<string, T>();
    for (const [owner, wanted] of groups)
      for (const [id, answer] of await one(owner, wanted)) answers.set(id, answer);
    return answers;
  };
  return {
    tree: { commit: tree.commit, files, skipped },
    repository: {
      readBlobs: (ids, limit) => ask(ids, (one, wanted) => one.readBlobs(wanted, limit)),
      hashBlobs: (ids) => ask(ids, (one, wanted) => one.hashBlobs(wanted)),
      bring: async (ids) =>
        void (await ask(ids, async (one, wanted) => {
          await one.bring(wanted);
          return new Map<string, never>();
        })),
      archive: (commit, paths) => archiveAll({ repository, commit }, found, paths),
      history: (commit, into) => repository.history(commit, into),
      checkout: (_, into) => checkoutAll({ path: '', repository, tree }, found, into, context),
      async close() {
        for (const one of all) await one.close();
      },
    },
  };
}

/**
 * Writes each tree into its own folder below `into`, the outer one first. A submodule's folder is a folder in the tree around it, so
 * that no link can lead elsewhere, and links of a submodule stay in it.
 */
async function checkoutAll(
  outermost: { path: string; repository: OpenRepository; tree: Tree },
  found: readonly Submodule[],
  into: string,
  { config }: Context,
): Promise<Awaited<ReturnType<OpenRepository['checkout']>>> {
  const places = new Set(found.map(({ path }) => path));
  const parts = [outermost, ...found.map(({ path, revision }) => ({ path, ...revision }))];
  const done = { files: 0, links: 0, bytes: 0, skipped: [] as { path: string; reason: string }[] };
  for (const { path, repository, tree } of parts) {
    const prefix = path === '' ? '' : `${path}/`;
    const files = new Map([...tree.files].filter(([place]) => !places.has(`${prefix}${place}`)));
    const part = await repository.checkout({ ...tree, files }, `${into}/${path}`);
    done.files += part.files;
    done.links += part.links;
    done.bytes += part.bytes;
    done.skipped.push(...part.skipped.map((one) => ({ ...one, path: `${prefix}${one.path}` })));
    if (done.bytes > config.sandbox.limits.diskBytes)
      throw new SourceError({
        code: 'E_CHECKOUT',
        message: `the source and its submodules have more than ${config.sandbox.limits.diskBytes} bytes`,
        hint: 'raise sandbox.limits.diskBytes in the configuration',
      });
  }
  return done;
}

/** Asks the repository that each path lies in, a submodule of its own commit. */
async function archiveAll(
  outermost: { repository: OpenRepository; commit: string },
  found: readonly Submodule[],
  paths: readonly string[],
): ReturnType<OpenRepository['archive']> {
  const inner = found.map(({ path, revision: { repository, tree } }) => ({
    prefix: `${path}/`,
    repository,
    commit: tree.commit,
  }));
  // Those inside of others come first, as they come last there.
  const parts = [...inner.reverse(), { prefix: '', ...outermost }];
  const entries = new Map<string, Entry>();
  const left = new Set(paths);
  for (const { prefix, repository, commit } of parts) {
    const own = [...left].filter((path) => path.startsWith(prefix));
    for (const path of own) left.delete(path);
    if (own.length === 0) continue;
    const written = await repository.archive(
      commit,
      own.map((path) => path.slice(prefix.length)),
    );
    if (written === null) return null;
    for (const [path, entry] of written) entries.set(`${prefix}${path}`, entry);
  }
  return entries;
}
