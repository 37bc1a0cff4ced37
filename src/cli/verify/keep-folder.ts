import { join, resolve } from 'node:path';

/** Where one release's plan, logs and trees are left: the folder itself for one spec, a folder in it for each of several. */
export function keepFolder(keep: string, specs: readonly string[], at: number, cwd: string): string {
  const folder = resolve(cwd, keep);
  if (specs.length === 1) return folder;
  const name = (specs[at] ?? '').replace(/[^\w.@-]+/g, '-').slice(-80);
  return join(folder, `${at + 1}-${name}`);
}
