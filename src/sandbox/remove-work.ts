import { execa } from 'execa';

/**
 * Removes a work folder and everything a build left in it, whatever its modes, owners and depth. No link is followed:
 * `rm` descends by open folders, so a path of any length and a link put anywhere are just names to remove. Our own
 * recursion by path names could do neither.
 *
 * A missing folder is fine. Throws when files remain, which takes another user's files and no right to remove them.
 */
export async function removeWork(folder: string): Promise<void> {
  const first = await execa('rm', ['-rf', '--', folder], { reject: false });
  if (first.exitCode === 0) return;
  // An ordinary user can't empty its own folders of mode 000; `chmod -R` changes no target of a link.
  await execa('chmod', ['-R', 'u+rwx', '--', folder], { reject: false });
  await execa('rm', ['-rf', '--', folder]);
}
