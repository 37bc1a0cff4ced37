import type { Context } from '../context.js';
import type { Address } from './address.js';
import { type Commit, readCommit } from './commit.js';
import { gitRead } from './git-read.js';
import { openMirror } from './mirror.js';
import { openRepository, type SearchedRepository } from './repository.js';
import { readTree, type Tree } from './tree.js';

/** Another repository than the one under verification, at one commit. Close the repository when done. */
export interface Revision {
  repository: SearchedRepository;
  tree: Tree;
  /** What named the commit: an id, or a ref that may have moved since. */
  by: 'id' | 'tag' | 'branch';
}

/** What is asked for when no branch is named; which one a host shows first is not part of a mirror. */
const usual = ['main', 'master', 'trunk', 'develop'];

/**
 * Opens a repository at a commit, a tag, or a branch as it was at `before` (ISO 8601; null for now); without a name, at its main
 * branch. Gives the reason, one line, when the repository or the revision can't be had. Only an id pins what is read.
 */
export async function openRevision(
  address: Address,
  committish: string | null,
  before: string | null,
  context: Context,
): Promise<{ ok: true; revision: Revision } | { ok: false; reason: string; unreachable: boolean }> {
  const opened = await openMirror(address, context);
  if (!opened.ok) {
    const { message, reason } = opened.failure;
    return { ok: false, reason: message, unreachable: reason === 'repository-unreachable' };
  }
  const repository = openRepository(opened.mirror, context);
  try {
    const look = () => find(repository, committish, before, context.signal);
    let found = await look();
    if (found === null && (await opened.mirror.update()).updated) found = await look();
    if (found !== null) {
      const tree = await readTree(repository.trees, found.commit.id, found.commit.tree);
      return { ok: true, revision: { repository, tree, by: found.by } };
    }
  } catch (error) {
    await repository.close();
    throw error;
  }
  await repository.close();
  const reason = `${address.url} has no ${committish ?? 'branch that is its main one'}`;
  return { ok: false, reason, unreachable: false };
}

async function find(
  repository: SearchedRepository,
  committish: string | null,
  before: string | null,
  signal: AbortSignal,
): Promise<{ commit: Commit; by: Revision['by'] } | null> {
  if (committish !== null && /^[0-9a-f]{40}$/.test(committish)) {
    const commit = await readCommit(repository.reader, committish);
    return commit && { commit, by: 'id' };
  }
  const { tags, branches } = await repository.refs();
  const tag = committish === null ? undefined : tags.get(committish);
  const branch =
    committish === null
      ? usual.map((name) => branches.get(name)).find((id) => id !== undefined)
      : branches.get(committish);
  if (tag === undefined && branch === undefined) {
    if (committish === null || !/^[0-9a-f]{7,39}$/.test(committish)) return null;
    const commit = await readCommit(repository.reader, committish);
    return commit && { commit, by: 'id' };
  }
  const id = tag ?? (await asOf(repository.view, branch!, before, signal));
  const commit = id === null ? null : await readCommit(repository.reader, id);
  return commit && { commit, by: tag === undefined ? 'branch' : 'tag' };
}

/** The newest commit of a branch's own line that is not younger than `before`; null when all are. */
async function asOf(
  view: string,
  id: string,
  before: string | null,
  signal: AbortSignal,
): Promise<string | null> {
  const time = before === null ? Number.NaN : Date.parse(before);
  if (Number.isNaN(time)) return id;
  const limit = `--before=${Math.floor(time / 1000)}`;
  const output = await gitRead(view, ['rev-list', '--max-count=1', '--first-parent', limit, id], signal);
  return /^[0-9a-f]{40}$/.exec(output.trim())?.[0] ?? null;
}
