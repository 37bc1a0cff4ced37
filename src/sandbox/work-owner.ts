import { randomInt } from 'node:crypto';
import { lstat } from 'node:fs/promises';
import { execa } from 'execa';

/**
 * First and last user id that sandboxes of root run under: above what systemd gives to containers and below where ids
 * turn negative in 32 bits, so that no user, service or container of the host has one.
 */
const firstUid = 0x70000000;
const lastUid = 0x7ffeffff;

/** True for ids that belong to sandboxes and nobody else. */
export function isSandboxUid(uid: number): boolean {
  return uid >= firstUid && uid <= lastUid;
}

/**
 * The host's user id for the steps on a work folder, when we are root: the folder's own if an earlier step got one, else one
 * that no other folder has in all likelihood. Limits on processes count by user, and no sandbox may signal another's.
 */
export async function sandboxUid(work: string): Promise<number> {
  const { uid } = await lstat(work);
  return isSandboxUid(uid) ? uid : randomInt(firstUid, lastUid + 1);
}

/**
 * Gives everything in the work folder that isn't yet to `uid`. Follows no link and leaves the file system of `work` alone.
 * Only while nothing runs in it.
 */
export async function giveWork(work: string, uid: number): Promise<void> {
  // -exec … + hands over names; none can be swapped for a link in between, as nobody else may write there now.
  const others = ['!', '(', '-uid', String(uid), '-gid', String(uid), ')'];
  await execa('find', ['-P', work, '-xdev', ...others, '-exec', 'chown', '-h', `${uid}:${uid}`, '{}', '+']);
}
