import { readdirSync, readFileSync } from 'node:fs';

/** Process ids below `root`, itself excluded, parents before children. What can't be read has ended. */
export function descendants(root: number): number[] {
  const found = children(root);
  for (const pid of found) found.push(...children(pid));
  return found;
}

/** Direct children, of every thread. */
export function children(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
}
