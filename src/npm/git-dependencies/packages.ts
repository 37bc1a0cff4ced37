import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { Context } from '../../context.js';
import { ReproveError } from '../../errors.js';
import { parseAddress, sameRepository } from '../../source/address.js';
import { openRevision, type Revision } from '../../source/open-revision.js';
import { packTree } from '../../source/pack-tree.js';
import { parseJson } from '../json-object.js';
import type { Refusal } from '../registry-proxy/refused-release.js';
import { gitTarballPath, isPackageName } from '../registry-proxy/tarball-path.js';
import { type VerifiedTarball, verified } from '../registry-proxy/tarballs.js';
import { storedPath, storeTarball } from '../tarball-store.js';
import type { GitReference } from './reference.js';
import type { ServedGit } from './rewrite.js';

/** Repositories that one install may take packages from; a lockfile can name any number. */
const most = 40;

/** Packages made of git repositories for one build: each is packed once, from the objects of its commit. */
export interface GitPackages {
  /** Makes a package ready to be served; null, and a note, when it can't or must not be had. */
  provide(reference: GitReference): Promise<ServedGit | null>;
  /** A package that was made ready, for the proxy; null for any other. */
  open(name: string, commit: string): Promise<(VerifiedTarball & { origin: string }) | null>;
}

/** What deciding on a package needs. */
export interface GitPackagesOptions {
  publicUrl: string;
  refusal: Refusal;
  /** Name of the release's package. */
  ownName: string;
  /** Address of the repository under verification, as stated. */
  ownRepository: string | null;
  /** ISO 8601: what branches are looked at as of. */
  before: string | null;
  /** Told what was left undone or is worth knowing, one line each. */
  note: (line: string) => void;
}

interface Ready {
  /** `git+<address>#<commit>`. */
  origin: string;
  sha512: string;
}

/** Nothing is ready at first. The context's mirrors, network and cache are used; no code of a repository runs. */
export function gitPackages(options: GitPackagesOptions, context: Context): GitPackages {
  const ready = new Map<string, Ready>();
  const asked = new Map<string, Promise<ServedGit | null>>();
  const unreachable = new Set<string>();

  async function make({ name, repository, committish }: GitReference): Promise<ServedGit | null> {
    const not = (reason: string): null => {
      options.note(`${name} is not served from ${repository}: ${reason}`.slice(0, 240));
      return null;
    };
    const address = parseAddress(repository, 'release');
    if (address.kind === 'unusable') return not(address.reason);
    if (!isPackageName(name)) return not('its name is none of a package');
    const host = /^[a-z+]+:\/\/([^/]+)/i.exec(address.url)?.[1] ?? '';
    if (unreachable.has(host)) return not(`${host} can't be reached`);
    const opened = await openRevision(address, committish, options.before, context);
    if (!opened.ok) {
      if (opened.unreachable) unreachable.add(host);
      return not(opened.reason);
    }
    const { revision } = opened;
    try {
      const { commit } = revision.tree;
      const manifest = await manifestOf(revision);
      if (manifest === null) return not(`it has no package.json at ${commit}`);
      const stated = { name: String(manifest.name), version: String(manifest.version) };
      if (options.refusal.names(stated.name, stated.version))
        return not('it is the release under verification');
      const key = `${name} ${commit}`;
      const origin = `git+${address.url}#${commit}`;
      const before = ready.get(key);
      if (before !== undefined && before.origin !== origin) return not(`${before.origin} has the same name`);
      const sha512 = await packed(revision, context);
      ready.set(key, { origin, sha512 });
      tell({ name, committish, manifest, stated, revision, origin });
      return {
        address: `${options.publicUrl}${gitTarballPath({ name, commit })}`,
        integrity: `sha512-${sha512}`,
      };
    } catch (error) {
      context.signal.throwIfAborted();
      if (error instanceof ReproveError) return not(error.message);
      throw error;
    } finally {
      await revision.repository.close();
    }
  }

  function tell(made: {
    name: string;
    committish: string | null;
    manifest: Record<string, unknown>;
    stated: { name: string; version: string };
    revision: Revision;
    origin: string;
  }): void {
    const { name, committish, manifest, stated, revision, origin } = made;
    const about = (what: string) => options.note(`${name} from ${origin}: ${what}`.slice(0, 240));
    if (revision.by !== 'id')
      about(`no commit is pinned, ${committish ?? 'the main branch'} is there in this copy of it`);
    const scripts = manifest.scripts as Record<string, unknown> | undefined;
    if (typeof scripts?.prepare === 'string') about('its prepare script is not run');
    if ([...revision.tree.files.values()].some(({ type }) => type === 'submodule'))
      about('its submodules are left out');
    const isOwn = stated.name.toLowerCase() === options.ownName.toLowerCase();
    if (isOwn) about('another version of the package under verification');
    else if (options.ownRepository !== null && isSame(options.ownRepository, origin))
      about('another revision of the repository under verification');
  }

  return {
    provide(reference) {
      const key = `${reference.name} ${reference.repository} ${reference.committish}`;
      const before = asked.get(key);
      if (before !== undefined) return before;
      if (asked.size >= most) {
        options.note(`more than ${most} packages from git repositories: the others are not served`);
        return Promise.resolve(null);
      }
      const making = make(reference);
      asked.set(key, making);
      return making;
    },
    async open(name, commit) {
      const found = ready.get(`${name} ${commit}`);
      if (found === undefined) return null;
      const tarball = await verified(storedPath(context.cache, found.sha512), found.sha512);
      return tarball && { ...tarball, origin: found.origin };
    },
  };
}

function isSame(stated: string, origin: string): boolean {
  const own = parseAddress(stated, 'release');
  return own.kind === 'address' && sameRepository(own.url, origin.replace(/^git\+|#.*$/g, ''));
}

async function manifestOf({ repository, tree }: Revision): Promise<Record<string, unknown> | null> {
  const file = tree.files.get('package.json');
  if (file?.type !== 'blob') return null;
  const blobs = await repository.readBlobs([file.object], 4 * 2 ** 20);
  const text = blobs
    .get(file.object)
    ?.toString('utf8')
    .replace(/^\uFEFF/, '');
  return text === undefined ? null : parseJson(text);
}

/** SHA-512 (base64) of the tarball in the store. Packing is repeatable, so what a commit gave before is not made again. */
async function packed({ repository, tree }: Revision, { cache }: Context): Promise<string> {
  const hash = createHash('sha256').update(`pack-tree 1 ${tree.commit}`).digest('hex');
  const path = join(cache, 'tarballs', 'git', hash.slice(0, 2), hash.slice(2));
  const known = await readFile(path, 'latin1').catch(() => '');
  if (/^[A-Za-z0-9+/]{86}==$/.test(known)) {
    const kept = await verified(storedPath(cache, known), known);
    if (kept !== null && !Buffer.isBuffer(kept.content)) await kept.content.close();
    if (kept !== null) return known;
  }
  const { sha512 } = await storeTarball(cache, packTree(repository, tree), 'sha512', () => {});
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFileAtomic(path, sha512, { mode: 0o600, fsync: false });
  return sha512;
}
