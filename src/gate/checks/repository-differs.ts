import { parseAddress, sameRepository } from '../../source/address.js';
import { defineCheck } from '../check.js';

/** Whoever verifies the release looks where it says that it comes from. */
export const repositoryDiffers = defineCheck({
  id: 'gate-repository-differs',
  title: 'Stated repository is not the remote',
  severity: 'medium',
  looksAt: "The manifest's repository against the checkout's remote.",
  detect({ checkout: { remote }, candidate: { repository, manifestFile } }) {
    if (repository === null && manifestFile === null) return [];
    if (repository === null)
      return [
        {
          path: manifestFile,
          message: 'the manifest names no repository: nobody can find the source of the release',
        },
      ];
    if (remote === null || isFolder(remote.url)) return [];
    const [stated, actual] = [repository, remote.url].map((text) => {
      const address = parseAddress(text, 'user');
      return address.kind === 'address' ? address.url : text;
    }) as [string, string];
    if (sameRepository(stated, actual)) return [];
    const who = manifestFile === null ? 'the release' : 'the manifest';
    return [{ path: manifestFile, message: `${who} names ${stated}, and ${remote.name} is ${actual}` }];
  },
});

/** A clone of a folder tells nothing of where the source is published. */
const isFolder = (url: string): boolean => /^(?:file:|\.{0,2}\/)/.test(url);
