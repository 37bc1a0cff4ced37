import { isDocument } from '../compare/document.js';
import type { ComparedEntry, Comparison } from '../compare/schema.js';
import { isCode, isInertByName, isMachineCode } from './kinds.js';

/** Bytes of contents that judging looks at, in all and of one file. */
export const judgedBytes = { file: 32 * 2 ** 20, all: 96 * 2 ** 20 } as const;

/** Manifests, whose fields are read as entry points instead, and what compilers and managers note for themselves. */
const namesNothing =
  /(?:^|\/)(?:package|package-lock|npm-shrinkwrap|\.package-lock)\.json$|(?:^|\/)[jt]sconfig[^/]*\.json$/i;

/** Whether a file is code that is searched for the names of other files: by its ending, or with none, as commands have. */
export const isCodeOrCommand = ({ path }: Pick<ComparedEntry, 'path'>): boolean =>
  isCode(path) ? !isMachineCode(path) : !/\.[^/]*$/.test(path) && !isDocument(path);

/** Whether a file's content is searched for the names of other files: everything but what nothing reads for such names. */
export const isSearched = ({ path }: Pick<ComparedEntry, 'path'>): boolean =>
  isCodeOrCommand({ path }) || !(isInertByName(path) || namesNothing.test(path));

/**
 * Paths whose contents `judge` wants: the manifest, every entry without evidence, and where there are some (or files are
 * missing) other manifests and all of the release that is searched for names. Bounded: what is left out counts as able to act.
 */
export function contentsToJudge(comparison: Comparison, manifestFile: string): Set<string> {
  const unexplained = comparison.entries.filter(({ evidence }) => evidence.kind === 'none');
  const search = unexplained.length > 0 || comparison.missing.length > 0;
  const wanted = [
    ...comparison.entries.filter(({ path }) => path === manifestFile),
    ...unexplained,
    ...(search ? comparison.entries.filter(({ path }) => path.endsWith(`/${manifestFile}`)) : []),
    ...(search ? comparison.entries.filter(isSearched) : []),
  ];
  const paths = new Set<string>();
  let bytes = 0;
  for (const { path, size } of wanted) {
    if (paths.has(path) || size > judgedBytes.file || bytes + size > judgedBytes.all) continue;
    paths.add(path);
    bytes += size;
  }
  return paths;
}

/** Bytes of counterparts that judging looks at, of one file and in all. */
export const counterpartBytes = { file: 16 * 2 ** 20, all: 48 * 2 ** 20 } as const;

/** Paths of entries whose counterparts `judge` wants: scripts and manifests without evidence that have one, to see which of it is new. */
export function counterpartsToJudge(comparison: Comparison, manifestFile: string): Set<string> {
  const wanted = comparison.entries.filter(
    (entry) =>
      entry.evidence.kind === 'none' &&
      !entry.phantom &&
      (isSearched(entry) || isCode(entry.path) || entry.path.endsWith(`/${manifestFile}`)),
  );
  return new Set(wanted.flatMap(({ path, size }) => (size > counterpartBytes.file ? [] : [path])));
}
