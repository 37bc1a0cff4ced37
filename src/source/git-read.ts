import { execFile } from 'node:child_process';
import { SourceError } from './error.js';
import { readingEnvironment } from './git-environment.js';

/** Bytes of output kept, and milliseconds waited, for one command. */
const limits = { maxBuffer: 256 * 2 ** 20, timeout: 120_000 };

/**
 * Runs one git command that only reads, in a view; gives what it wrote. Throws a `SourceError` when it fails.
 * Nothing from outside may be among the parameters unless it is an id, or comes after `--end-of-options`.
 */
export function gitRead(
  view: string,
  parameters: readonly string[],
  signal: AbortSignal,
  input?: string,
): Promise<string> {
  const options = { cwd: '/', env: readingEnvironment(), signal, killSignal: 'SIGKILL' as const, ...limits };
  return new Promise((resolve, reject) => {
    const child = execFile(
      'git',
      ['--git-dir', view, '--no-pager', ...parameters],
      options,
      (error, stdout, stderr) => {
        if (error === null) return resolve(stdout);
        if (signal.aborted) return reject(signal.reason);
        const line = stderr.trim().split('\n').at(-1) || error.message;
        const hint = 'check the repository with `git fsck`, then run again';
        reject(new SourceError({ code: 'E_GIT', message: `git failed: ${line}`, hint, cause: error }));
      },
    );
    child.stdin?.on('error', () => {});
    child.stdin?.end(input ?? '');
  });
}
