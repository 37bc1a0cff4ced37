import type { Address, Speaker, UnusableAddress } from './address.js';

const schemes = new Set(['https:', 'http:', 'ssh:', 'git:']);

/**
 * Names that lead back to this machine or to a cloud's metadata service. A release that names one wants requests made there;
 * nobody publishes from one.
 */
const ownMachine =
  /^(?:localhost|.*\.localhost|127\..*|0\..*|169\.254\..*|\[::1?\]|\[::ffff:.*\]|\[fe[89ab].*\])$/i;

/** Reads the address of any git host: a URL that git understands, or `user@host:path`. */
export function parseRemote(text: string, speaker: Speaker): Address | UnusableAddress {
  // Without a user a host must have a dot, or `javascript:x` would be one.
  const scp = /^(?:([\w.-]+)@(\w[\w.-]*)|(\w[\w-]*\.[\w.-]+)):(?!\/\/)(.+)$/.exec(text);
  if (scp !== null) {
    const [, user = 'git', named, dotted, path = ''] = scp;
    const host = named ?? dotted ?? '';
    return finish(`ssh://${user}@${host}/${path.replace(/^\/+/, '')}`, `${user}@${host}:${path}`, speaker);
  }
  return finish(text.replace(/^git\+/i, ''), null, speaker);
}

function finish(text: string, scp: string | null, speaker: Speaker): Address | UnusableAddress {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return unusable('it is no address that npm or git would understand');
  }
  if (!schemes.has(url.protocol)) return unusable(`git repositories aren't fetched over ${url.protocol}`);
  if (!/^(?:\w[\w.-]*|\[[\da-f:.]+\])$/i.test(url.hostname)) {
    return unusable('its host name is none');
  }
  if (scp === null && /^\W/.test(url.username)) return unusable('its account is none');
  if (speaker === 'release' && ownMachine.test(url.hostname)) return unusable('it names this machine');
  if (speaker === 'user' && url.password !== '') {
    return unusable("it holds a password: leave that to git's credential helpers");
  }
  const path = url.pathname.replace(/\/+$/, '');
  if (path === '' || path.split('/').some((segment) => segment.startsWith('-'))) {
    return unusable('its path is none of a repository');
  }
  url.hash = '';
  url.password = '';
  // Who logs in is part of an ssh address; over http it is the user's own business only.
  if (url.protocol !== 'ssh:' && speaker === 'release') url.username = '';
  url.pathname = path;
  const cloneUrl = scp?.replace(/\/+$/, '') ?? url.href;
  url.username = '';
  url.pathname = path.replace(/\.git$/i, '');
  const shared = { sshUrl: null, local: null, directory: null, committish: null };
  return { kind: 'address', url: url.href, cloneUrl, ...shared };
}

function unusable(reason: string): UnusableAddress {
  return { kind: 'unusable', reason };
}
