import { watched } from './fetch-watch.js';
import { networkEnvironment } from './git-environment.js';

/** Milliseconds without any output, progress included, after which a connection counts as dead. */
const patience = 120_000;

/** Branches and tags; never the refs of pull requests, which anybody can make. */
const refspecs = ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*'];

/** Whether git could do it, and what it said when not. */
export type Fetched = { ok: true } | { ok: false; stderr: string };

/** Makes an empty bare repository without the user's template, whose hooks would come along. */
export async function initMirror(folder: string, signal: AbortSignal): Promise<void> {
  const git = await gitFor(folder, signal, [], {});
  await git.raw(['init', '--quiet', '--bare', '--template=', '--initial-branch=main']);
}

/** Brings branches and tags to what they are at `url`. Blobs stay there where the server can do that. */
export async function fetchRefs(folder: string, url: string, signal: AbortSignal): Promise<Fetched> {
  const options = ['--progress', '--prune', '--no-tags', '--no-recurse-submodules', '--filter=blob:none'];
  return attempt(folder, url, [...options, '--', 'origin', ...refspecs], signal);
}

/** Fetches single blobs that a partial clone lacks, all in one request. */
export async function fetchBlobs(
  folder: string,
  url: string,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<Fetched> {
  const options = ['--progress', '--no-tags', '--no-recurse-submodules', '--filter=blob:none', '--stdin'];
  return attempt(folder, url, [...options, '--', 'origin'], signal, `${ids.join('\n')}\n`);
}

async function attempt(
  folder: string,
  url: string,
  parameters: string[],
  signal: AbortSignal,
  ids?: string,
): Promise<Fetched> {
  // With nothing to negotiate the server sends just the blobs that are asked for.
  const negotiation = ids === undefined ? [] : ['fetch.negotiationAlgorithm=noop'];
  try {
    await watched(async (mark) => {
      const git = await gitFor(folder, signal, [`remote.origin.url=${url}`, ...negotiation], mark, ids);
      await git.raw(['fetch', ...parameters]);
    });
    return { ok: true };
  } catch (error) {
    signal.throwIfAborted();
    return { ok: false, stderr: error instanceof Error ? error.message : String(error) };
  }
}

async function gitFor(
  folder: string,
  signal: AbortSignal,
  config: string[],
  mark: Record<string, string>,
  input?: string,
) {
  const { simpleGit } = await import('simple-git');
  const environment = { ...networkEnvironment(), ...mark, GIT_DIR: folder };
  return simpleGit({
    baseDir: folder,
    abort: signal,
    timeout: { block: patience },
    ...(input === undefined ? {} : { input: () => input }),
    config: [
      'core.hooksPath=/dev/null',
      'core.fsmonitor=false',
      'core.attributesFile=/dev/null',
      'gc.auto=0',
      // Git gives up on a silent host by itself too: reprove may be gone by then.
      'http.lowSpeedLimit=1',
      `http.lowSpeedTime=${patience / 1000}`,
      'maintenance.auto=false',
      'fetch.recurseSubmodules=false',
      'fetch.writeCommitGraph=false',
      ...config,
    ],
    // Our own settings, and what the user set for ssh; addresses have been looked at before.
    unsafe: {
      allowUnsafeHooksPath: true,
      allowUnsafeFsMonitor: true,
      allowUnsafeSshCommand: true,
      allowUnsafeAskPass: true,
      allowUnsafeConfigPaths: true,
      allowUnsafeTemplateDir: true,
    },
    allowEnvironment: Object.keys(environment),
  }).env(environment);
}
