import { readContents } from '../../archive/contents.js';
import { packageForm, sourceForm } from '../../archive/form.js';
import type { Context } from '../../context.js';
import { repositoriesIn, repositoryOf } from '../stated-repository.js';
import { type Paragraph, paragraphsOf } from './control.js';

/** What a distribution's packaging says of the project. */
export interface Packaging {
  /** Repository that it names, the surest first: upstream's own metadata, where new releases are looked for, the homepage. */
  repositories: string[];
  /** Keys that upstream signs with, armored or not; null where there are none. */
  keys: Buffer | null;
  /** Whether a file was taken out of the project's tarball, as `Files-Excluded` says. */
  leftOut: (path: string) => boolean;
}

const largest = 2 ** 22;
const files = {
  metadata: 'debian/upstream/metadata',
  watch: 'debian/watch',
  copyright: 'debian/copyright',
  keys: [
    'debian/upstream/signing-key.asc',
    'debian/upstream/signing-key.pgp',
    'debian/upstream-signing-key.pgp',
  ],
} as const;

/**
 * Reads `debian/` of a source package, from the tarball with the packaging. Its first folder is `debian` itself, which every reader here takes
 * off, as that of a release.
 */
export async function readPackaging(
  tarball: string | null,
  paragraph: Paragraph,
  { config, signal }: Context,
): Promise<Packaging> {
  const wanted = [files.metadata, files.watch, files.copyright, ...files.keys];
  const contents =
    tarball === null
      ? new Map<string, Buffer>()
      : await readContents(tarball, new Set(wanted.map((path) => path.replace(/^debian\//, ''))), {
          limits: config.archive,
          form: { ...packageForm, compressions: sourceForm.compressions },
          entryBytes: largest,
          totalBytes: 4 * largest,
          signal,
        });
  const text = (path: string) => contents.get(path.replace(/^debian\//, ''))?.toString('utf8') ?? '';
  const metadata = [...paragraphsOf(text(files.metadata).replace(/^---.*$/m, ''))];
  const said = metadata.flatMap((fields) =>
    ['repository', 'repository-browse'].map((name) => fields.get(name) ?? ''),
  );
  const keys = files.keys
    .map((path) => contents.get(path.replace(/^debian\//, '')))
    .find((found) => found !== undefined);
  const candidates = [
    ...said.map((address) => repositoryOf(address) ?? (/\.git$/.test(address) ? address : null)),
    ...repositoriesIn(text(files.watch).replace(/\\\n/g, '')),
    repositoryOf(paragraph.get('homepage') ?? ''),
  ];
  // `Vcs-Git` is where it is packaged: tarballs are imported there whole, and would prove themselves.
  return {
    repositories: [...new Set(candidates.filter((one) => one !== null))],
    keys: keys ?? null,
    leftOut: excluded([...paragraphsOf(text(files.copyright))][0]),
  };
}

/** Patterns as in uscan(1): `*` and `?` stand for slashes too, and a folder for all that is in it. */
function excluded(header: Paragraph | undefined): Packaging['leftOut'] {
  const patterns = (header?.get('files-excluded') ?? '').split(/\s+/).filter((word) => word !== '');
  const whole = patterns.slice(0, 1_000).map((pattern) => {
    const literal = pattern
      .replace(/^\.\//, '')
      .replace(/\/+$/, '')
      .replace(/[.+^${}()|[\]\\]/g, '\\$&');
    // Stars that follow each other would take a search back over what it read.
    return new RegExp(`^${literal.replace(/\*+/g, '.*').replace(/\?/g, '.')}(?:/.*)?$`);
  });
  return (path) => whole.some((pattern) => pattern.test(path));
}
