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
  let start: Space | null = null;
  let measured = { bytes: 0, complete: true, space: null as Space | null, at: -Infinity, cost: 0 };
  return {
    async exceeded() {
      const now = await space(folder);
      const at = performance.now();
      start ??= now;
      const due = at - measured.at > Math.max(patience, measured.cost * share);
      const suspect = measured.bytes + growth(measured.space ?? start, now) > limit || !measured.complete;
      if (due || (suspect && at - measured.at > Math.max(pause, measured.cost * share))) {
        const { bytes, complete } = await treeSize(folder);
        const end = performance.now();
        measured = { bytes, complete, space: now, at: end, cost: end - at };
      }
      if (measured.bytes > limit) return true;
      const grown = growth(start, now);
      const hidden = !measured.complete && grown > limit;
      return hidden || (now.free < Math.min(reserve, now.total / 20) && grown > Math.min(limit, reserve / 2));
    },
  };
}

/** State of a file system, in bytes; `files` counts a block for each file there is. */
interface Space {
  used: number;
  files: number;
  free: number;
  total: number;
}

function growth(before: Space, after: Space): number {
  return Math.max(0, after.used - before.used, after.files - before.files);
}

async function space(folder: string): Promise<Space> {
  const { bsize, blocks, bfree, bavail, files, ffree } = await statfs(folder);
  return {
    used: (blocks - bfree) * bsize,
    files: (files - ffree) * fileBytes,
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
