import hostedGitInfo from 'hosted-git-info';
import { acInit } from './identify.js';

/** Files of a release that may say where it is made, the likeliest first. */
export const statingFiles = [
  'configure.ac',
  'configure.in',
  'README.md',
  'README',
  'README.rst',
  'README.adoc',
  'README.txt',
  'meson.build',
  'CMakeLists.txt',
];

const address = /\b(?:https?|git):\/\/[^\s<>"'`()[\]{}|\\^]{4,300}/g;

/**
 * The repository that a release states: what `AC_INIT` names as its home or where faults are told, else an address of a code host that goes by the
 * project's name in one of its readmes. Null where there is none. A claim like any other.
 */
export function statedRepository(name: string, files: ReadonlyMap<string, Buffer>): string | null {
  const texts = statingFiles.flatMap((file) => files.get(file)?.toString('utf8', 0, 2 ** 18) ?? []);
  const home = texts.flatMap((text) => acInit(text)?.slice(2) ?? []).flatMap(repositoriesIn);
  const named = texts.flatMap(repositoriesIn).filter((url) => isNamed(url, name));
  return home[0] ?? named[0] ?? null;
}

/** Addresses of repositories at code hosts in a text, without what follows the repository in them. */
export function repositoriesIn(text: string): string[] {
  return [...text.matchAll(address)].flatMap(([found]) => repositoryOf(found) ?? []);
}

/** The repository that an address leads into; null for one that isn't known to be of any. */
export function repositoryOf(address: string): string | null {
  const clean = address.replace(/[.,;:!?]+$/, '');
  const hosted = hostedGitInfo.fromUrl(
    clean.replace(/^(https?:\/\/(?:www\.)?[^/]+\/[^/]+\/[^/?#]+).*$/, '$1'),
    { noGitPlus: true, noCommittish: true },
  );
  if (hosted !== undefined) return hosted.https().replace(/\.git$/, '');
  const plain = /^(?:https?|git):\/\/[^?#]+?\.git(?=$|\/)/.exec(clean)?.[0];
  return plain ?? null;
}

/** `liblzma`, `xz-utils` and `xz` are one to an address that ends in `xz`. */
function isNamed(url: string, name: string): boolean {
  const bare = (text: string) =>
    text
      .toLowerCase()
      .replace(/[^a-z0-9]/g, '')
      .replace(/^lib/, '');
  const last = bare(url.slice(url.lastIndexOf('/') + 1));
  const wanted = bare(name);
  return last.length > 1 && (wanted.startsWith(last) || last.startsWith(wanted));
}
