import { readdirSync, readFileSync } from 'node:fs';

const closedOnExec = 0o2000000;

/**
 * Open descriptors that a program started by us would inherit: Node marks its own, and not those that its parent left open
 * with high numbers. One of them, a folder say, would be a way out of any sandbox.
 */
export function inheritedDescriptors(): number[] {
  return readdirSync('/proc/self/fd')
    .map(Number)
    .filter((descriptor) => descriptor > 2 && (flags(descriptor) & closedOnExec) === 0);
}

function flags(descriptor: number): number {
  try {
    const text = readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8');
    return Number.parseInt(/^flags:\s*(\d+)/m.exec(text)?.[1] ?? '0', 8);
  } catch {
    // The one that listed the folder, closed since.
    return closedOnExec;
  }
}
