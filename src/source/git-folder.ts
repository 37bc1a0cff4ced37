import { readFile, realpath, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** Where a local repository keeps its refs and objects. */
export type GitFolder = { ok: true; path: string } | { ok: false; reason: string };

/**
 * Finds the git folder of a bare or ordinary repository, or of a work tree that belongs to one. Only files are looked at: git
 * is not asked, since it would read that repository's configuration.
 */
export async function findGitFolder(path: string): Promise<GitFolder> {
  for (const candidate of [path, join(path, '.git')]) {
    const found = await commonFolder(candidate);
    if (found !== null && (await isFolder(join(found, 'objects')))) return checked(await realpath(found));
  }
  return { ok: false, reason: 'is no git repository' };
}

async function checked(path: string): Promise<GitFolder> {
  if ((await text(join(path, 'objects', 'info', 'alternates'))) !== null) {
    // They may lead anywhere on this machine.
    return { ok: false, reason: 'borrows objects from another repository: run `git repack -ad` in it' };
  }
  if (!(await isFolder(join(path, 'refs')))) return { ok: false, reason: 'has no folder of refs' };
  const config = await text(join(path, 'config'));
  if (config !== null && /objectformat\s*=\s*"?sha256/i.test(config)) {
    return { ok: false, reason: 'names its objects by SHA-256, which is not supported' };
  }
  if (config !== null && /refstorage\s*=\s*"?reftable/i.test(config)) {
    return { ok: false, reason: 'keeps its refs as a reftable, which is not supported' };
  }
  return { ok: true, path };
}

/** See gitrepository-layout(5): a `.git` file leads to the work tree's own folder, `commondir` from there to the shared one. */
async function commonFolder(candidate: string): Promise<string | null> {
  if (await isFolder(candidate)) return candidate;
  const link = /^gitdir: (.+)$/m.exec((await text(candidate)) ?? '')?.[1];
  if (link === undefined) return null;
  const own = resolve(candidate, '..', link.trim());
  const common = await text(join(own, 'commondir'));
  return common === null ? own : resolve(own, common.trim());
}

async function text(path: string): Promise<string | null> {
  const found = await stat(path).catch(() => null);
  if (found === null || !found.isFile() || found.size > 1_000_000) return null;
  return readFile(path, 'utf8').catch(() => null);
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found?.isDirectory() ?? false;
}
