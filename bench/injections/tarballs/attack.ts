import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Result } from '../../../src/result.js';
import type { Random } from '../../random.js';
import type { Kind } from '../shape.js';

/** A source release whose files may be changed. */
export interface Unpacked {
  /** Folder with the files of the release. */
  folder: string;
  /** What reprove says of the release as it is. */
  honest: Result;
  random: Random;
  /** Contents of a file in an earlier commit of a build-system project that has other bytes now; null where there is no mirror of it. */
  earlier(project: string, path: string): Promise<Buffer | null>;
}

/** What an attack left, and where a report must point. */
export interface Planted {
  /** Paths of the release that must be named; `wholeArchive` for the archive itself. */
  paths: string[];
  /** Changes the packed archive, where the files alone do not show it. */
  repack?: (tar: Buffer) => Buffer;
}

/** A way to attack a source release. */
export interface Attack {
  id: string;
  kind: Kind;
  /** Where it was seen, or why it is tried. */
  like: string;
  /** Null where it does not apply to that release. */
  plant(release: Unpacked): Promise<Planted | null>;
}

/** Payloads do nothing: the command that is no command, and a mark. */
export const harmless = 'true planted by the bench';

/** Entries of the release, with what accounts for them in the honest one. */
export const entriesOf = ({ honest }: Pick<Unpacked, 'honest'>) => honest.comparison?.entries ?? [];

/** Paths of the release by what accounts for them in the honest one. */
export const pathsWith = (release: Unpacked, kinds: readonly string[], name: RegExp): string[] =>
  entriesOf(release)
    .filter(({ evidence, path }) => kinds.includes(evidence.kind) && name.test(path))
    .map(({ path }) => path)
    .sort();

/** Not in the tag, but accounted for, or at least regenerated with the honest release's own bytes. */
export const generated = (release: Unpacked, name: RegExp): string[] =>
  pathsWith(release, ['rebuild', 'upstream', 'equivalent'], name);

/** Puts text before, after or in place of what a pattern finds in a file; false where it finds nothing. */
export async function edit(
  { folder }: Unpacked,
  path: string,
  change: (text: string) => string,
): Promise<boolean> {
  const file = join(folder, path);
  const before = await readFile(file, 'latin1');
  const after = change(before);
  if (after === before) return false;
  await writeFile(file, after, 'latin1');
  return true;
}

/** An attack that changes one file: the first of a shuffled list where the change applies. */
export function changing(
  about: Pick<Attack, 'id' | 'kind' | 'like'>,
  candidates: (release: Unpacked) => string[],
  change: (text: string, path: string) => string,
): Attack {
  return {
    ...about,
    async plant(release) {
      for (const path of release.random.shuffle(candidates(release)))
        if (await edit(release, path, (text) => change(text, path))) return { paths: [path] };
      return null;
    },
  };
}

/** An attack that adds one file. */
export function adding(
  about: Pick<Attack, 'id' | 'kind' | 'like'>,
  file: (release: Unpacked) => Promise<{ path: string; content: string | Buffer; mode?: number } | null>,
): Attack {
  return {
    ...about,
    async plant(release) {
      const added = await file(release);
      if (added === null) return null;
      const place = join(release.folder, added.path);
      if ((await stat(place).catch(() => null)) !== null) return null;
      await writeFile(place, added.content, { mode: added.mode ?? 0o644 });
      return { paths: [added.path] };
    },
  };
}

/** Folder of macros that a release has, `m4` where it has one. */
export async function macroFolder({ folder }: Unpacked): Promise<string | null> {
  for (const name of ['m4', 'config', 'build-aux'])
    if ((await readdir(join(folder, name)).catch(() => [])).some((file) => file.endsWith('.m4'))) return name;
  return null;
}

/** Whether a makefile template of the release names a file. */
export async function isNamed(release: Unpacked, path: string): Promise<boolean> {
  for (const { path: makefile } of entriesOf(release).filter((entry) =>
    /(?:^|\/)Makefile\.am$/.test(entry.path),
  )) {
    const text = await readFile(join(release.folder, makefile), 'utf8').catch(() => '');
    if (new RegExp(`(?:^|[\\s/=])${basename(path).replace(/[^\w]/g, '\\$&')}(?:\\s|$)`, 'm').test(text))
      return true;
  }
  return false;
}
