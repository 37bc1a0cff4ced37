import { readFileSync } from 'node:fs';
import { descendants } from './process-tree.js';

/** Watches the memory of one step. */
export interface MemoryMeter {
  /** True once the step used more than its limit. */
  exceeded(): boolean;
  /** The most that was seen, in bytes; null when nothing was. */
  peak(): number | null;
  close(): Promise<void>;
}

const pageBytes = 4_096;

/**
 * Sums what the processes below `root` hold for themselves, for hosts where no control group can be made. Weaker than
 * one: memory that belongs to no process (files in memory that nobody maps) is only bounded by the sizes of the private
 * file systems, and a step can be over its limit between two looks.
 */
export function processMeter(root: number, limit: number): MemoryMeter {
  let peak = 0;
  return {
    exceeded() {
      let bytes = 0;
      for (const pid of descendants(root)) bytes += privateBytes(pid);
      peak = Math.max(peak, bytes);
      return bytes > limit;
    },
    peak: () => peak || null,
    close: async () => {},
  };
}

/** Resident without what is shared with files: summing shared pages would count the runtime's code for each process. */
function privateBytes(pid: number): number {
  try {
    const [, resident = '0', shared = '0'] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ');
    return (Number(resident) - Number(shared)) * pageBytes;
  } catch {
    return 0;
  }
}
