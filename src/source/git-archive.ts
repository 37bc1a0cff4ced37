import { spawn } from 'node:child_process';
import { sourceForm } from '../archive/form.js';
import { readArchive } from '../archive/read.js';
import type { Entry } from '../archive/schema.js';
import type { ArchiveLimits } from '../config/schema.js';
import { readingEnvironment } from './git-environment.js';

/** Milliseconds for one command. */
const longest = 120_000;

/**
 * The entries that `git archive` writes of a commit, by path of the repository: the tree, with what its own `.gitattributes` say of line ends,
 * substitutions and files that are left out. Null where git can't: an object may be missing.
 * Filters are programs that a configuration names, and no configuration of the repository's is seen here: none is run.
 */
export async function gitArchive(
  view: string,
  commit: string,
  paths: readonly string[],
  limits: ArchiveLimits,
  signal: AbortSignal,
): Promise<Map<string, Entry> | null> {
  const parameters = ['--git-dir', view, '--no-pager', '--literal-pathspecs', 'archive', '--format=tar'];
  parameters.push('--prefix=release/', commit, '--', ...paths);
  const git = spawn('git', parameters, {
    cwd: '/',
    env: readingEnvironment(),
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: longest,
    killSignal: 'SIGKILL',
  });
  const ended = new Promise<number | null>((resolve) => {
    git.on('error', () => resolve(null));
    git.on('close', (code) => resolve(code));
  });
  try {
    const { archive } = await readArchive(git.stdout, { limits, form: sourceForm, signal });
    return (await ended) === 0 ? new Map(archive.entries.map((entry) => [entry.path, entry])) : null;
  } catch {
    signal.throwIfAborted();
    return null;
  } finally {
    git.kill('SIGKILL');
  }
}
