import { simpleGit } from 'simple-git';

/** Milliseconds without any output after which git, or whom it asks, counts as dead. */
const patience = 60_000;

/** Git in somebody's own checkout, asked and never told to change anything. */
export interface GitIn {
  /** Runs a command that reads; gives what it wrote. Throws where it fails. */
  ask(...parameters: string[]): Promise<string>;
  /** Refs of a remote as it has them now. */
  askRemote(name: string): Promise<string>;
}

/**
 * The maintainer's git, with the maintainer's configuration: what counts as changed depends on it (line endings, filters of large files), and so does how a
 * remote is reached. Nothing prompts.
 */
export async function gitIn(root: string, signal: AbortSignal): Promise<GitIn> {
  const env = environment();
  const git = simpleGit({
    baseDir: root,
    abort: signal,
    timeout: { block: patience },
    config: ['core.fsmonitor=false'],
    // By itself the library takes a command that fails without a word for one that did not.
    errors: (error, { exitCode, stdErr }) =>
      exitCode === 0
        ? undefined
        : (error ?? new Error(Buffer.concat(stdErr).toString('utf8') || `git ended with ${exitCode}`)),
    // It is the maintainer's own git in the maintainer's own checkout.
    unsafe: {
      allowUnsafeFsMonitor: true,
      allowUnsafeSshCommand: true,
      allowUnsafeAskPass: true,
      allowUnsafeConfigPaths: true,
    },
    allowEnvironment: Object.keys(env),
  }).env(env);
  return {
    ask: (...parameters) => git.raw(['--no-pager', ...parameters]),
    askRemote: (name) => git.raw(['ls-remote', '--heads', '--tags', '--', name]),
  };
}

/** Everything but what would make git look at another repository, ask, or open an editor. */
function environment(): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined &&
      !/^(?:GIT_(?:DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_.*|NAMESPACE|PREFIX|EDITOR|SEQUENCE_EDITOR|PAGER|CONFIG_(?:COUNT|KEY.*|VALUE.*|PARAMETERS)|EXTERNAL_DIFF|EXEC_PATH|TEMPLATE_DIR)|EDITOR|VISUAL|PAGER|PREFIX)$/i.test(
        entry[0],
      ),
  );
  return { ...Object.fromEntries(kept), LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0' };
}
