import { readFileSync } from 'node:fs';

/**
 * How many files one process may have open at most here. Limits can be lowered and not raised, even by some roots: a step
 * that asked for more could not start.
 */
export function openFilesAllowed(): number {
  const hard = /^Max open files\s+\S+\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
  return hard === undefined ? Number.MAX_SAFE_INTEGER : Number(hard);
}
