import { gitRead } from './git-read.js';

/**
 * Whether a branch or tag reaches a commit. Code hosts serve the commits of forks under the parent's address, so that an id
 * alone says nothing about who could put it there.
 */
export async function isReachable(view: string, commit: string, signal: AbortSignal): Promise<boolean> {
  const left = await gitRead(
    view,
    ['rev-list', '--max-count=1', commit, '--not', '--branches', '--tags'],
    signal,
  );
  if (left.trim() === '') return true;
  // Dates that run backwards make git stop early and call a commit unreached; only the whole list is sure.
  const all = await gitRead(view, ['rev-list', '--branches', '--tags'], signal);
  return all.includes(commit);
}
