import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import hostedGitInfo from 'hosted-git-info';
import { parseRemote } from './remote-address.js';
import { repositoryPath } from './repository-path.js';
import { splitTreePath } from './tree-path.js';

/** A repository address that was understood. */
export interface Address {
  kind: 'address';
  /** For people and for comparing: https where the host is known, else as given; no credentials, no `.git`. */
  url: string;
  /** What git is given; a folder for a local repository. */
  cloneUrl: string;
  /** Another way to the same repository, for those whose credentials are an ssh key. */
  sshUrl: string | null;
  /** Absolute path of a local repository, which only a user may name. */
  local: string | null;
  /** Folder that the address points into, as in `…/tree/main/packages/x`. */
  directory: string | null;
  committish: string | null;
}

/** An address that can't be used, and why. */
export interface UnusableAddress {
  kind: 'unusable';
  reason: string;
}

/** Who says so: a release is not trusted, the user is. */
export type Speaker = 'release' | 'user';

/** Bytes; longer ones are no address. */
const maxLength = 2048;

/**
 * Reads a repository address in every form npm accepts: URLs, `git+ssh:`, `git@host:owner/name.git`, `owner/name`, `gitlab:…`,
 * `gist:…`, addresses of a folder in the web view of a host. Addresses that git would take for an option, a command, a remote
 * helper or a folder of this machine are unusable; a user may name a folder.
 */
export function parseAddress(text: string, speaker: Speaker): Address | UnusableAddress {
  const trimmed = text.trim();
  if (trimmed === '') return unusable('it is empty');
  if (trimmed.length > maxLength) return unusable('it is too long');
  if (/[\x00-\x1f\x7f\s]/.test(trimmed)) return unusable('it holds spaces or control characters');
  if (trimmed.startsWith('-')) return unusable('it looks like an option');
  if (/^[\w+.-]*::/.test(trimmed)) return unusable('it names a remote helper of git');
  if (isLocal(trimmed)) {
    if (speaker === 'release') return unusable('it names a folder of this machine');
    return localAddress(trimmed);
  }
  const { address, directory, committish } = splitTreePath(trimmed);
  const folder = directory === null ? null : repositoryPath(directory);
  const found = parseHosted(address) ?? parseRemote(address, speaker);
  if (found.kind === 'unusable') return found;
  return { ...found, directory: folder, committish: committish ?? found.committish };
}

/** The same repository, whatever the case, the scheme, or `.git` at the end. */
export function sameRepository(a: string, b: string): boolean {
  const bare = (url: string) =>
    url
      .toLowerCase()
      .replace(/^[a-z+]+:\/\/(?:[^@/]*@)?/, '')
      .replace(/(?:\.git)?\/*$/, '');
  return bare(a) === bare(b);
}

function parseHosted(text: string): Address | UnusableAddress | null {
  const host = hostedGitInfo.fromUrl(text, { noGitPlus: true, noCommittish: true });
  if (host === undefined) return null;
  const name = /^~?[\w.][\w.-]*$/;
  const segments = [...(host.user?.split('/') ?? []), host.project];
  if (!segments.every((segment) => name.test(segment) && !/^\.+$/.test(segment))) {
    return unusable('its owner or name is none that a host would allow');
  }
  // An account or a token in the address is no part of where the repository is.
  host.auth = undefined;
  const cloneUrl = host.https();
  return {
    kind: 'address',
    url: cloneUrl.replace(/\.git$/, ''),
    cloneUrl,
    sshUrl: host.sshurl(),
    local: null,
    directory: null,
    committish: host.committish || null,
  };
}

function isLocal(text: string): boolean {
  return /^(?:file:|\.{0,2}\/|\.{1,2}$|~\/|[a-z]:[\\/]|\\)/i.test(text);
}

function localAddress(text: string): Address | UnusableAddress {
  let path: string;
  try {
    path = /^file:/i.test(text) ? fileURLToPath(text) : resolve(text.replace(/^~(?=\/)/, homedir()));
  } catch {
    return unusable('it is no file address of this machine');
  }
  const shared = { sshUrl: null, directory: null, committish: null };
  return { kind: 'address', url: text, cloneUrl: path, local: path, ...shared };
}

function unusable(reason: string): UnusableAddress {
  return { kind: 'unusable', reason };
}
