import { posix } from 'node:path';
import { readContents } from '../../archive/contents.js';
import type { Accounts } from '../../compare/accounts.js';
import type { Context } from '../../context.js';
import type { ResolvedRelease } from '../../ecosystem.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import { aclocalFolders, type Banner, bannerOf, includedFiles } from './banners.js';

/** A folder with a configure script of its own. */
export interface ConfigureRoot {
  /** '' for the release's root. */
  folder: string;
  /** What is to be made again there, and below. */
  outputs: Banner[];
  autoconf: string | null;
  automake: string | null;
  /** Folders that `aclocal` is told of, relative to `folder`. */
  macroFolders: string[];
  /** Macro files that its `aclocal.m4` includes, relative to `folder`. */
  included: string[];
  /** Known macro files that its `aclocal.m4` has copies of, by base name. */
  macros: Map<string, Buffer>;
}

/** What regeneration goes by. */
export interface RegenerationInputs {
  roots: ConfigureRoot[];
  /** Without evidence, all of them. */
  open: ReadonlySet<string>;
}

const largest = { file: 2 ** 23, all: 2 ** 27 };

/**
 * Which files of a release say that autotools wrote them, and with what they are to be made again. Nothing of a file without evidence goes on
 * from here but what banners say of versions, names of folders, and stretches of `aclocal.m4` that are known macro files, byte for byte.
 */
export async function regenerationInputs(
  accounts: Accounts,
  { tarball, form }: ResolvedRelease,
  catalogue: Catalogue,
  context: Context,
): Promise<RegenerationInputs> {
  const entries = [...accounts.byPath.values()];
  const open = new Set(
    entries.flatMap(({ entry, evidence }) => (evidence.kind === 'none' ? [entry.path] : [])),
  );
  const candidates = [...open].filter((path) =>
    /(?:^|\/)(?:configure|aclocal\.m4|[^/]*\.(?:in|hin)|[^/]*\.h[^/]*)$/.test(path),
  );
  const makefiles = entries
    .map(({ entry }) => entry.path)
    .filter((path) => posix.basename(path) === 'Makefile.am');
  const contents = await readContents(tarball, new Set([...candidates, ...makefiles]), {
    limits: context.config.archive,
    form,
    entryBytes: largest.file,
    totalBytes: largest.all,
    signal: context.signal,
  });
  const banners = candidates.flatMap((path) => bannerOf(path, contents.get(path) ?? Buffer.alloc(0)) ?? []);
  // A folder is a root where its configure script has to be made, or what belongs to one beside a script that is known.
  const scripts = entries.flatMap(({ entry }) =>
    /^configure\.(?:ac|in)$/.test(posix.basename(entry.path)) ? [folderOf(entry.path)] : [],
  );
  const roots = new Map<string, ConfigureRoot>();
  for (const banner of banners) {
    const folder = nearest(scripts, folderOf(banner.path));
    if (folder === null) continue;
    const root: ConfigureRoot = roots.get(folder) ?? {
      folder,
      outputs: [],
      autoconf: null,
      automake: null,
      macroFolders: [],
      included: [],
      macros: new Map(),
    };
    roots.set(folder, root);
    root.outputs.push(banner);
    if (banner.makes === 'configure') root.autoconf = banner.version;
    else root.automake ??= banner.version;
  }
  for (const root of roots.values()) {
    const aclocal = root.outputs.some(({ makes }) => makes === 'aclocal.m4')
      ? (contents.get(posix.join(root.folder, 'aclocal.m4')) ?? null)
      : null;
    const makefile = contents.get(posix.join(root.folder, 'Makefile.am'))?.toString('latin1') ?? '';
    root.included = aclocal === null ? [] : includedFiles(aclocal);
    root.macroFolders = [
      ...new Set([...aclocalFolders(makefile), ...root.included.map((path) => posix.dirname(path))]),
    ];
    if (aclocal === null) continue;
    for (const { file, start, end } of catalogue.textsIn(aclocal))
      root.macros.set(posix.basename(file.path), aclocal.subarray(start, end));
  }
  return { roots: [...roots.values()].sort((a, b) => a.folder.length - b.folder.length), open };
}

const folderOf = (path: string): string => (path.includes('/') ? posix.dirname(path) : '');

function nearest(folders: readonly string[], folder: string): string | null {
  const above = folders.filter((one) => one === '' || folder === one || folder.startsWith(`${one}/`));
  return above.sort((a, b) => b.length - a.length)[0] ?? null;
}
