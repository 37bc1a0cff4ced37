import { realpath, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { sameRepository } from '../source/address.js';
import { GateError } from './error.js';
import { type GitIn, gitIn } from './git.js';

/** A file that is otherwise than in the commit. */
interface ChangedFile {
  /** Relative to the work tree, `/` between segments. */
  path: string;
  /** Whether the commit has it; a file that git ignores is neither. */
  tracked: boolean;
}

/** What a remote has now. */
export interface Remote {
  name: string;
  url: string;
  /** Commits by full name of the ref, tags peeled; null where it could not be asked. */
  refs: ReadonlyMap<string, string> | null;
  /** Why it could not be asked, in one line. */
  failure: string | null;
}

/** The checkout that a release is about to be made from. */
export interface Checkout {
  /** Absolute path of the work tree. */
  root: string;
  /** Commit that is checked out. */
  commit: string;
  /** Null where none is, as in most of CI. */
  branch: string | null;
  /** Whether history was left out when it was cloned. */
  shallow: boolean;
  changed: readonly ChangedFile[];
  /** Commits by name of the tag. */
  tags: ReadonlyMap<string, string>;
  /** The remote that the source is said to be at, else `origin`, else the only one; null without one. */
  remote: Remote | null;
  /** Paths that the commit has, relative to its root. */
  files(): Promise<ReadonlySet<string>>;
  /** Whether a commit that the clone knows leads to another one. */
  contains(tips: readonly string[], commit: string): Promise<boolean>;
}

/**
 * Reads the state of the checkout that a folder lies in. Nothing in it is changed. Throws `GateError` (`E_NO_CHECKOUT`) where there is none.
 *
 * @param stated Repository address that a package states; that remote is asked which is of it.
 */
export async function readCheckout(
  folder: string,
  stated: (root: string) => Promise<string | null>,
  { signal, offline }: { signal: AbortSignal; offline: boolean },
): Promise<Checkout> {
  const root = await workTree(folder);
  const git = await gitIn(root, signal);
  const commit = (await git.ask('rev-parse', '--verify', 'HEAD^{commit}').catch(() => '')).trim();
  if (!/^[0-9a-f]{40}$/.test(commit))
    throw new GateError('E_NO_CHECKOUT', `${root} has no commit yet`, 'Commit what is to be published.');
  const [branch, shallow, status, tags, remote] = await Promise.all([
    git.ask('symbolic-ref', '--quiet', '--short', 'HEAD').catch(() => ''),
    git.ask('rev-parse', '--is-shallow-repository'),
    git.ask('status', '--porcelain=v1', '-z', '--untracked-files=all'),
    git.ask('for-each-ref', '--format=%(objectname) %(*objectname) %(refname)', 'refs/tags/'),
    stated(root).then((address) => readRemote(git, address, offline)),
  ]);
  return {
    root,
    commit,
    branch: branch.trim() || null,
    shallow: shallow.trim() === 'true',
    changed: changedFiles(status),
    tags: peeledTags(tags),
    remote,
    files: async () =>
      new Set((await git.ask('ls-tree', '-r', '-z', '--name-only', '--full-tree', commit)).split('\0')),
    contains: (tips, wanted) => leadsTo(git, tips, wanted),
  };
}

/** A path of this machine relative to the work tree, `/` between segments; '' for the work tree itself, null for what is outside. */
export function placeIn({ root }: Pick<Checkout, 'root'>, path: string): string | null {
  const place = relative(root, path);
  return place.split(sep)[0] === '..' || place.startsWith(sep) ? null : place.split(sep).join('/');
}

async function workTree(folder: string): Promise<string> {
  for (let at = await realpath(folder); ; at = dirname(at)) {
    if ((await stat(join(at, '.git')).catch(() => null)) !== null) return at;
    if (dirname(at) === at)
      throw new GateError(
        'E_NO_CHECKOUT',
        `${folder} lies in no git checkout`,
        'Run the gate in the checkout that the release is made from.',
      );
  }
}

/** See git-status(1): two letters, a space and a path, each ended by NUL; a renamed file is followed by its old path. */
function changedFiles(status: string): ChangedFile[] {
  const changed: ChangedFile[] = [];
  const fields = status.split('\0');
  for (let at = 0; at < fields.length; at++) {
    const field = fields[at]!;
    if (field.length < 4) continue;
    const state = field.slice(0, 2);
    changed.push({ path: field.slice(3), tracked: state !== '??' });
    if (/[RC]/.test(state)) at += 1;
  }
  return changed;
}

function peeledTags(listed: string): Map<string, string> {
  const tags = new Map<string, string>();
  for (const line of listed.split('\n')) {
    const match = /^([0-9a-f]{40}) ([0-9a-f]{40})? ?refs\/tags\/(.+)$/.exec(line);
    if (match !== null) tags.set(match[3]!, match[2] ?? match[1]!);
  }
  return tags;
}

async function readRemote(git: GitIn, stated: string | null, offline: boolean): Promise<Remote | null> {
  const names = (await git.ask('remote')).split('\n').filter(Boolean);
  const remotes = await Promise.all(
    names.map(async (name) => ({ name, url: (await git.ask('remote', 'get-url', name)).trim() })),
  );
  const chosen =
    remotes.find(({ url }) => stated !== null && sameRepository(url, stated)) ??
    remotes.find(({ name }) => name === 'origin') ??
    (remotes.length === 1 ? remotes[0] : undefined);
  if (chosen === undefined) return null;
  if (offline) return { ...chosen, refs: null, failure: 'this run is offline' };
  try {
    return { ...chosen, refs: remoteRefs(await git.askRemote(chosen.name)), failure: null };
  } catch (error) {
    const [line = ''] = (error as Error).message.trim().split('\n').slice(-1);
    return { ...chosen, refs: null, failure: line.slice(0, 300) };
  }
}

/** Of git-ls-remote(1): what an annotated tag leads to follows it, as `refs/tags/name^{}`. */
function remoteRefs(listed: string): Map<string, string> {
  const refs = new Map<string, string>();
  for (const line of listed.split('\n')) {
    const match = /^([0-9a-f]{40})\t(refs\/(?:heads|tags)\/.+?)(?:\^\{\})?$/.exec(line);
    if (match !== null) refs.set(match[2]!, match[1]!);
  }
  return refs;
}

/** Whether any of these commits is, or descends from, the wanted one; those that the clone lacks say nothing. */
async function leadsTo(git: GitIn, tips: readonly string[], wanted: string): Promise<boolean> {
  if (tips.includes(wanted)) return true;
  for (const tip of new Set(tips)) {
    if (
      await git.ask('merge-base', '--is-ancestor', wanted, tip).then(
        () => true,
        () => false,
      )
    )
      return true;
  }
  return false;
}
