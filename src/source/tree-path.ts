import { percentDecoded } from '../archive/path-forms.js';

/** The parts of an address that points into a repository. */
export interface TreePath {
  address: string;
  directory: string | null;
  committish: string | null;
}

/**
 * Web views of code hosts: `/tree/main/packages/x` (GitHub, GitLab with `/-/`), `/blob/main/x/readme.md`,
 * `/src/branch/main/x` (Gitea, Forgejo), `/src/main/x` (Bitbucket). A branch whose name has a slash can't be told from
 * a folder: its first segment is taken.
 */
const views = [
  /^(.+?:\/\/[^/]+(?:\/[^/]+){2,}?)(?:\/-)?\/(tree|blob)\/([^/]+)(?:\/(.*))?$/i,
  /^(.+?:\/\/[^/]+(?:\/[^/]+){2,}?)\/src\/(?:branch|tag|commit)\/()([^/]+)(?:\/(.*))?$/i,
  /^(.+?:\/\/(?:[^/]*@)?(?:www\.)?bitbucket\.org(?:\/[^/]+){2})\/src\/()([^/]+)(?:\/(.*))?$/i,
];

/** Pages of a repository on hosts where owner and name are all of an address: `/issues`, `/releases/tag/v1`. */
const pages = /^(.+?:\/\/(?:[^/]*@)?(?:www\.)?(?:github\.com|bitbucket\.org)(?:\/[^/]+){2})\/.+$/i;

/** Takes an address into a repository apart; any other address comes back as it is, without slashes at its end. */
export function splitTreePath(text: string): TreePath {
  const [before = '', ...after] = text.split('#');
  const plain = before.replace(/\/+$/, '');
  for (const view of views) {
    const match = view.exec(plain);
    if (match === null) continue;
    const [, address = '', kind = '', committish = null, path = ''] = match;
    const directory = kind.toLowerCase() === 'blob' ? path.replace(/\/?[^/]*$/, '') : path;
    return { address, directory: directory === '' ? null : percentDecoded(directory), committish };
  }
  const address = pages.exec(plain)?.[1] ?? plain;
  return { address, directory: null, committish: after.length === 0 ? null : after.join('#') || null };
}
