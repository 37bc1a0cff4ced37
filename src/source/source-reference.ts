import type { Reference, ReferenceFile } from '../compare/reference.js';
import type { OpenRepository } from './repository.js';
import type { Tree } from './tree.js';

/** A tree as something to compare a release with; paths are those of the repository. Links are files of it where `links` says so. */
export function sourceReference(repository: OpenRepository, tree: Tree, links = false): Reference {
  const files = new Map<string, ReferenceFile>();
  for (const [path, { type, mode, object, ...more }] of tree.files) {
    if (type === 'submodule' || (type === 'link' && !links)) continue;
    const link = type === 'link' ? { link: true as const } : {};
    files.set(path, { path, mode, size: null, sha256: null, gitBlob: object, ...link, ...more });
  }
  /** Same as asked, from blob ids to paths: several paths may have one blob. */
  const byPath = async <T>(paths: Iterable<string>, ask: (ids: string[]) => Promise<Map<string, T>>) => {
    const wanted = [...paths].map((path) => [path, files.get(path)?.gitBlob] as const);
    const answers = await ask(wanted.map(([, id]) => id).filter((id) => typeof id === 'string'));
    const found = new Map<string, T>();
    for (const [path, id] of wanted) {
      const answer = id == null ? undefined : answers.get(id);
      if (answer !== undefined) found.set(path, answer);
    }
    return found;
  };
  return {
    kind: 'source',
    built: null,
    id: tree.commit,
    files,
    read: (paths, limit) => byPath(paths, (ids) => repository.readBlobs(ids, limit)),
    hash: (paths) => byPath(paths, (ids) => repository.hashBlobs(ids)),
  };
}
