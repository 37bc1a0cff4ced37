import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { MemoryMeter } from './memory-meter.js';
import { ownerGone, ownerTag } from './owner.js';

/** File names of the two versions of control groups. */
const versions = {
  1: {
    limit: 'memory.limit_in_bytes',
    swap: 'memory.memsw.limit_in_bytes',
    peak: 'memory.max_usage_in_bytes',
    events: 'memory.oom_control',
  },
  2: { limit: 'memory.max', swap: 'memory.swap.max', peak: 'memory.peak', events: 'memory.events' },
} as const;

/** A control group that bounds and measures the memory of one step. */
export interface MemoryGroup extends MemoryMeter {
  /** A process joins by writing its id here. */
  procs: string;
}

let count = 0;

/**
 * Makes a control group that limits memory, page cache included, below our own group or at the top; null where neither
 * may be written, as for most ordinary users. Groups of processes that are gone are removed first.
 */
export function memoryGroup(limit: number): MemoryGroup | null {
  for (const { folder, version } of parents()) {
    sweep(folder);
    const path = join(folder, `reprove-${ownerTag()}-${++count}`);
    const files = versions[version];
    try {
      mkdirSync(path);
    } catch {
      continue;
    }
    try {
      // Opened without creating: a group without the memory controller lacks the file.
      writeFileSync(join(path, files.limit), String(limit), { flag: 'r+' });
      if (existsSync(join(path, files.swap)))
        writeFileSync(join(path, files.swap), version === 1 ? String(limit) : '0', { flag: 'r+' });
      return group(path, files);
    } catch {
      rmdirSync(path);
    }
  }
  return null;
}

function group(path: string, files: (typeof versions)[1 | 2]): MemoryGroup {
  const procs = join(path, 'cgroup.procs');
  return {
    procs,
    exceeded: () => /^oom_kill [1-9]/m.test(read(join(path, files.events))),
    peak: () => Number.parseInt(read(join(path, files.peak)), 10) || null,
    close: () => removeGroup(path),
  };
}

/** Ends whatever is left in a group and removes it; a group that is still dying is left to the next sweep. */
async function removeGroup(path: string): Promise<void> {
  for (let attempt = 0; attempt < 50; attempt++) {
    for (const pid of read(join(path, 'cgroup.procs')).split('\n').filter(Boolean)) kill(Number(pid));
    try {
      rmdirSync(path);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

function sweep(folder: string): void {
  for (const name of readdirSync(folder)) {
    const tag = /^reprove-(\d+-\d+-\d+)-\d+$/.exec(name)?.[1];
    if (tag && ownerGone(tag)) void removeGroup(join(folder, name));
  }
}

/** Where a group could be made: our own group first, so that the limits we live under hold for the sandbox too. */
function parents(): { folder: string; version: 1 | 2 }[] {
  const own = read('/proc/self/cgroup').split('\n');
  return read('/proc/self/mountinfo')
    .split('\n')
    .flatMap((line) => {
      const [left = '', right = ''] = line.split(' - ');
      const [, , , root = '/', mount = ''] = left.split(' ');
      const [type, , options = ''] = right.split(' ');
      const version =
        type === 'cgroup2' ? 2 : type === 'cgroup' && options.split(',').includes('memory') ? 1 : null;
      if (version === null) return [];
      const entry = own.find((candidate) =>
        version === 2 ? candidate.startsWith('0::') : /^\d+:([^:]*,)?memory[,:]/.test(candidate),
      );
      const below = relative(root, entry?.split(':').slice(2).join(':') ?? '/');
      const folders = below.startsWith('..') ? [mount] : [join(mount, below), mount];
      return [...new Set(folders)].filter(existsSync).map((folder) => ({ folder, version }) as const);
    })
    .sort((a, b) => a.version - b.version);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}
