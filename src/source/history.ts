import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SourceError } from './error.js';
import { gitRead } from './git-read.js';

/** Commits of the longest history that is written out. */
const mostCommits = 100_000;

/**
 * Writes a bare repository with the history of one commit, for programs that read logs: its ancestors, their trees, and the tags on them; no contents of
 * files, and no other branch. False, and nothing is there, where the history is not whole, too long, or takes too long.
 *
 * @param into - a folder that does not exist yet.
 */
export async function writeHistory(
  view: string,
  commit: string,
  into: string,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    if (await write(view, commit, into, signal)) return true;
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
  }
  await rm(into, { recursive: true, force: true });
  return false;
}

async function write(view: string, commit: string, into: string, signal: AbortSignal): Promise<boolean> {
  const git = (parameters: readonly string[], input?: string) => gitRead(view, parameters, signal, input);
  if ((await git(['rev-parse', '--is-shallow-repository'])).trim() !== 'false') return false;
  if (Number(await git(['rev-list', '--count', `--max-count=${mostCommits + 1}`, commit])) > mostCommits)
    return false;
  const merged = await git([
    'for-each-ref',
    `--merged=${commit}`,
    '--format=%(objectname) %(refname)',
    'refs/tags/',
  ]);
  const tags = merged.split('\n').filter((line) => /^[0-9a-f]{40} refs\/tags\/\S+$/.test(line));
  await mkdir(join(into, 'objects', 'pack'), { recursive: true });
  await mkdir(join(into, 'refs'));
  const wanted = [commit, ...tags.map((line) => line.slice(0, 40))];
  const listed = await git(
    ['rev-list', '--objects', '--no-object-names', '--filter=blob:none', '--stdin'],
    `${wanted.join('\n')}\n`,
  );
  await git(['pack-objects', '--quiet', join(into, 'objects', 'pack', 'pack')], listed);
  await writeFile(join(into, 'packed-refs'), tags.map((line) => `${line}\n`).join(''));
  await writeFile(join(into, 'config'), '[core]\n\trepositoryformatversion = 0\n\tbare = false\n');
  await writeFile(join(into, 'HEAD'), `${commit}\n`);
  return true;
}
