import { defineShape } from '../shape.js';
import { freePath } from '../targets.js';

/** A link to what lies outside. */
export const symbolicLink = defineShape({
  id: 'symbolic-link',
  kind: 'change',
  like: 'CVE-2021-32803 (links in tarballs)',
  apply(honest, random) {
    const path = freePath(honest, random, ['lib/shared.js', 'data', 'bin/run.js']);
    if (path === undefined) return null;
    const root = honest.members[0]!.header.name.split('/')[0]!;
    const linkname = random.pick(['../../.npmrc', '/etc/passwd', '../../../marker'])!;
    const header = {
      name: `${root}/${path}`,
      type: 'symlink' as const,
      linkname,
      size: 0,
      mode: 0o777,
      mtime: new Date(0),
    };
    return { members: [...honest.members, { header, content: Buffer.alloc(0) }], paths: [path] };
  },
});
