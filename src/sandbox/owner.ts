import { readFileSync, readlinkSync } from 'node:fs';

/**
 * Names this process among all that share the machine: pid namespace, process id and start time. What outlives a killed
 * process (a control group, a container) carries it, so that the next run knows what may be swept.
 */
export function ownerTag(): string {
  return `${pidNamespace()}-${process.pid}-${startTime(process.pid)}`;
}

/** True when the tag is of a process that we would see if it lived, and don't. Anything we can't judge is left alone. */
export function ownerGone(tag: string): boolean {
  const [namespace, pid, start] = tag.split('-');
  if (namespace !== pidNamespace() || !pid || !start) return false;
  return startTime(Number(pid)) !== start;
}

function pidNamespace(): string {
  return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '';
}

/** Clock ticks since boot, field 22 of /proc/pid/stat; '' when there is no such process. */
function startTime(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command's name, in parentheses, may hold spaces and parentheses.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
