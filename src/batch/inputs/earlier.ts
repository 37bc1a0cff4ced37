import { basename, dirname } from 'node:path';
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
  const git = (...parameters: string[]) =>
    execa('git', ['--no-pager', ...parameters], {
      cwd: dirname(path),
      env: readingEnvironment(),
      extendEnv: false,
      reject: false,
      stripFinalNewline: false,
      maxBuffer: largest,
    });
  const parsed = await git('rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`);
  const commit = parsed.stdout.trim();
  const refused = (why: string) =>
    new InputError(
      `--changed-since can't be used with ${shown}: ${why.split('\n')[0]}`,
      'Name a commit, branch or tag of the repository that the file lies in; a shallow clone has few.',
    );
  if (parsed.exitCode !== 0 || !/^[0-9a-f]{40,64}$/.test(commit))
    throw refused(parsed.stderr.trim() || `there is no revision ${revision}`);
  const named = await git('rev-parse', '--verify', '--quiet', `${commit}:./${basename(path)}`);
  if (named.exitCode === 1) return null;
  const found = await git('cat-file', 'blob', named.stdout.trim());
  if (named.exitCode !== 0 || found.exitCode !== 0)
    throw refused(named.stderr.trim() || found.stderr.trim() || `git ended with ${found.exitCode}`);
  return found.stdout;
}
