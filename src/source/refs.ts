import { gitRead } from './git-read.js';

/** The branches and tags of a repository by short name; ids are those of the refs, tags not peeled. */
export interface Refs {
  tags: ReadonlyMap<string, string>;
  branches: ReadonlyMap<string, string>;
}

/**
 * Lists branches and tags in one process, however many there are. Other refs, such as a code host's copies of pull requests,
 * are anybody's to make and don't count.
 */
export async function listRefs(view: string, signal: AbortSignal): Promise<Refs> {
  const format = '%(objectname) %(refname)';
  const output = await gitRead(
    view,
    ['for-each-ref', `--format=${format}`, 'refs/heads/', 'refs/tags/'],
    signal,
  );
  const tags = new Map<string, string>();
  const branches = new Map<string, string>();
  for (const line of output.split('\n')) {
    const match = /^([0-9a-f]{40}) refs\/(heads|tags)\/(.+)$/.exec(line);
    if (match === null) continue;
    const [, id = '', kind, name = ''] = match;
    (kind === 'tags' ? tags : branches).set(name, id);
  }
  return { tags, branches };
}
