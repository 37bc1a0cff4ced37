import { defineCheck } from '../check.js';

/** A version can be published once. */
export const publishedAlready = defineCheck({
  id: 'gate-published-already',
  title: 'Version is published already',
  severity: 'high',
  looksAt: 'What the registry has under the name and version.',
  detect({ candidate: { name, version, published, integrity } }) {
    if (published === undefined || published === null) return [];
    const message =
      published === integrity
        ? `${name}@${version} is published, with these very bytes: reprove gate --published proves it`
        : `${name}@${version} is published with other bytes: raise the version`;
    return [{ path: null, message }];
  },
});
