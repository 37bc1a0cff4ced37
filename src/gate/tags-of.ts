import { versionTags } from '../source/tag-forms.js';
import type { Candidate } from './check.js';
import type { Remote } from './checkout.js';

/** A tag that marks a version, and where it is. */
export interface TagAt {
  tag: string;
  commit: string;
}

/** The tags that mark a candidate's version: the one that is named, else those in forms in common use. */
export function tagsOf(
  { name, version, directory }: Pick<Candidate, 'name' | 'version' | 'directory'>,
  tags: ReadonlyMap<string, string>,
  named: string | null,
): TagAt[] {
  const wanted =
    named !== null
      ? [named]
      : versionTags(name, version, directory, tags).flatMap(({ tag, common }) => (common ? [tag] : []));
  return wanted.flatMap((tag) => (tags.has(tag) ? [{ tag, commit: tags.get(tag)! }] : []));
}

/** Commits by the name of the tag, as a remote has them now; none where it could not be asked. */
export function remoteTags(remote: Remote | null): Map<string, string> {
  const prefix = 'refs/tags/';
  return new Map(
    [...(remote?.refs ?? [])].flatMap(([ref, commit]): [string, string][] =>
      ref.startsWith(prefix) ? [[ref.slice(prefix.length), commit]] : [],
    ),
  );
}
