import { statfs } from 'node:fs/promises';
import { execa } from 'execa';

/** Milliseconds between two looks through the tree at least, however fast the disk fills. */
const pause = 500;
/** And at most, in case another program frees what the step takes. */
const patience = 30_000;
/** A look may take this part of the time. */
const share = 10;
/** A file costs a block even when it is empty: the file system can run out of files, too. */
const fileBytes = 4_096;
/** Free bytes that a step may not eat into: files that are open and have no name are in no tree. */
const reserve = 2 ** 30;

/** Watches how big a folder grows. */
export interface DiskWatch {
  /** True once the folder holds more than its limit. Cheap: mostly one look at the file system's free space. */
  exceeded(): Promise<boolean>;
}

/**
 * Watches `folder`. The file system's free space says when a look through the tree is worth its time; other programs on the
 * same disk cause such looks and no wrong alarm.
 */
export function diskWatch(folder: string, limit: number): DiskWatch {
  let start: number | null = null;
  let measured = { bytes: 0, complete: true, used: 0, at: -Infinity, cost: 0 };
  return {
    async exceeded() {
      const { used, free, total } = await space(folder);
      start ??= used;
      const now = performance.now();
      const due = now - measured.at > Math.max(patience, measured.cost * share);
      const suspect = measured.bytes + Math.max(0, used - measured.used) > limit || !measured.complete;
      if (due || (suspect && now - measured.at > Math.max(pause, measured.cost * share))) {
        const { bytes, complete } = await treeSize(folder);
        const end = performance.now();
        measured = { bytes, complete, used, at: end, cost: end - now };
      }
      if (measured.bytes > limit) return true;
      const grown = used - start;
      const hidden = !measured.complete && grown > limit;
      return hidden || (free < Math.min(reserve, total / 20) && grown > Math.min(limit, reserve / 2));
    },
  };
}

async function space(folder: string): Promise<{ used: number; free: number; total: number }> {
  const { bsize, blocks, bfree, bavail, files, ffree } = await statfs(folder);
  return {
    used: Math.max((blocks - bfree) * bsize, (files - ffree) * fileBytes),
    free: bavail * bsize,
    total: blocks * bsize,
  };
}

/** `complete` is false when the step closed folders to us: an ordinary user can't look into them. */
async function treeSize(folder: string): Promise<{ bytes: number; complete: boolean }> {
  const look = (unit: string) =>
    execa('du', ['-sx', unit, '--', folder], { reject: false, stderr: 'ignore' });
  const [bytes, files] = await Promise.all([look('--block-size=1'), look('--inodes')]);
  const number = (text: string) => Number.parseInt(text, 10) || 0;
  return {
    bytes: Math.max(number(bytes.stdout), number(files.stdout) * fileBytes),
    // For root only files that vanish while we look are missing.
    complete: bytes.exitCode === 0 || process.getuid?.() === 0,
  };
}
