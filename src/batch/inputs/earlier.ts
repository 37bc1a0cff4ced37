import { realpath, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { execa } from 'execa';
import { readingEnvironment } from '../../source/git-environment.js';
import { InputError } from './error.js';

/** Bytes of a file of before. */
const largest = 64 * 2 ** 20;

/**
 * A file as it was at a revision of the repository that it lies in; null where it was not there. Throws `InputError` where it lies in none, or there is no such
 * revision.
 */
export async function earlierText(path: string, revision: string, shown: string): Promise<string | null> {
  const refused = (why: string) =>
    new InputError(
      `--changed-since can't be used with ${shown}: ${why.split('\n')[0]}`,
      'Name a commit, branch or tag of the repository that the file lies in; a shallow clone has few.',
    );
  const file = await realpath(path);
  const top = await topOf(dirname(file));
  if (top === null) throw refused('it lies in no git repository');
  // The repository is named, so that git doesn't ask whose it is: in a container it is often another user's, and nothing that its
  // configuration could name is run for these commands.
  const git = (...parameters: string[]) =>
    execa('git', ['--git-dir', join(top, '.git'), '--no-pager', ...parameters], {
      cwd: '/',
      env: readingEnvironment(),
      extendEnv: false,
      reject: false,
      stripFinalNewline: false,
      maxBuffer: largest,
    });
  const parsed = await git('rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`);
  const commit = parsed.stdout.trim();
  if (parsed.exitCode !== 0 || !/^[0-9a-f]{40,64}$/.test(commit))
    throw refused(parsed.stderr.trim() || `there is no revision ${revision}`);
  const place = relative(top, file).split(sep).join('/');
  const named = await git('rev-parse', '--verify', '--quiet', `${commit}:${place}`);
  if (named.exitCode === 1) return null;
  const found = await git('cat-file', 'blob', named.stdout.trim());
  if (named.exitCode !== 0 || found.exitCode !== 0)
    throw refused(named.stderr.trim() || found.stderr.trim() || 'it is no file there, or too large');
  return found.stdout;
}

/** The nearest folder above that a repository begins at; a work tree has a file for its `.git`. */
async function topOf(folder: string): Promise<string | null> {
  for (let at = folder; ; at = dirname(at)) {
    if ((await stat(join(at, '.git')).catch(() => null)) !== null) return at;
    if (dirname(at) === at) return null;
  }
}
