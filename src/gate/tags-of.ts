import { versionTags } from '../source/tag-forms.js';
import type { Candidate } from './check.js';
import type { Remote } from './checkout.js';

/** A tag that marks a version, and where it is. */
export interface TagAt {
  tag: string;
  commit: string;
}

/** What follows a version in the tag of another one. */
const prerelease = /\d[-_.]?(?:alpha|beta|rc|pre|next|dev|nightly|snapshot)/i;

/**
 * The tags that mark a candidate's version: the one that is named, else those in forms in common use. Projects that release sources have forms of their own
 * (`R_2_8_2`), which count as well.
 */
export function tagsOf(
  {
    name,
    version,
    directory,
    manifestFile,
  }: Pick<Candidate, 'name' | 'version' | 'directory' | 'manifestFile'>,
  tags: ReadonlyMap<string, string>,
  named: string | null,
): TagAt[] {
  const wanted =
    named !== null
      ? [named]
      : versionTags(name, version, directory, tags).flatMap(({ tag, common }) =>
          common || (manifestFile === null && !prerelease.test(tag)) ? [tag] : [],
        );
  return wanted.flatMap((tag) => (tags.has(tag) ? [{ tag, commit: tags.get(tag)! }] : []));
}

/**
 * What the tag of a version would be called as most others are: as those that name the package, else as those that name none (`v1.2.3`, `R_1_2_3`). `v1.2.3` where there is
 * no example. Pure.
 */
export function usualTag(
  { name, version }: Pick<Candidate, 'name' | 'version'>,
  tags: ReadonlyMap<string, string>,
): string {
  const forms = [...tags.keys()].flatMap((tag) => {
    const [, before, mark, after] = /^(\D*)\d+(?:([._-])\d+)(?:\2\d+)*(\D*)$/.exec(tag) ?? [];
    return before === undefined || prerelease.test(tag)
      ? []
      : [`${before}${version.replaceAll('.', mark!)}${after}`];
  });
  const ofPackage = forms.filter((form) => form.includes(name));
  const some = ofPackage.length > 0 ? ofPackage : forms.filter((form) => !/[@/]/.test(form));
  const counts = new Map<string, number>();
  for (const form of some) counts.set(form, (counts.get(form) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? `v${version}`;
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
