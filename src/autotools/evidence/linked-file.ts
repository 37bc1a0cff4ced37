import { posix } from 'node:path';
import { modesAgree } from '../../compare/normalizers/mode-bits.js';
import { below } from '../../compare/pairing.js';
import type { Reference, ReferenceFile } from '../../compare/reference.js';
import type { Evidence } from '../../compare/schema.js';
import type { EvidenceStep } from './step.js';

/** Links that lead to links. */
const mostHops = 10;
/** Bytes of a link. */
const longest = 4_096;

/** A file where the tag has a link: `make dist` packs what the link leads to, which must be a file of the same tag. */
export const linkedFileStep: EvidenceStep = {
  name: 'files that links of the tag lead to',
  async find({ source, located }, open) {
    const found = new Map<string, Evidence>();
    for (const entry of open) {
      const link = source.files.get(below(located.source.directory, entry.path));
      if (link?.link !== true || entry.link) continue;
      const file = await follow(source, link);
      if (file === null || !modesAgree('source', entry.mode, file.mode)) continue;
      if ((await source.hash([file.path])).get(file.path) !== entry.sha256) continue;
      found.set(entry.path, { kind: 'source', path: file.path, mapping: null, via: 'a link of the tag' });
    }
    return found;
  },
};

/** The file that a link leads to, inside of the tree; null where it leads to none. */
async function follow(source: Reference, link: ReferenceFile): Promise<ReferenceFile | null> {
  let at = link;
  for (let hops = 0; at.link === true; hops++) {
    const target = (await source.read([at.path], longest)).get(at.path)?.toString('utf8');
    if (target === undefined || target.startsWith('/') || hops === mostHops) return null;
    const next = source.files.get(posix.join(posix.dirname(at.path), target));
    if (next === undefined) return null;
    at = next;
  }
  return at;
}
