import { posix } from 'node:path';
import { readContents } from '../../archive/contents.js';
import { type Accounts, unexplainedEntries } from '../../compare/accounts.js';
import type { CompareOptions } from '../../compare/compare.js';
import type { Reference } from '../../compare/reference.js';
import type { Context } from '../../context.js';
import type { ResolvedRelease } from '../../ecosystem.js';
import type { Finding } from '../../judge/schema.js';
import { findingOf } from '../../judge/signal.js';
import { roleOf } from '../catalogue/role.js';
import { addedLines } from '../nearest/find.js';
import { buildReadsData } from '../signals/build-reads-data.js';
import { type SearchPattern, searchPatterns } from './patterns.js';

/** Bytes of a build file, of one file of data and of all; files named in one message; lines looked at of a file. */
const limits = { build: 2 ** 23, one: 2 ** 21, all: 2 ** 26, named: 5, lines: 2_000 };
/** Files that somebody would call data: nobody reads them when a release is looked at. */
const data = /(?:^|\/)(?:tests?|testsuite|t|testdata|fixtures?|samples?|data|corpus|corpora|fuzz\w*)\//i;
/** What people read, though it lies there. */
const readable =
  /\.(?:[chsS]|cc|cpp|cxx|hpp|hh|am|in|ac|m4|sh|py|pl|rb|lua|md|txt|rst|html|cmake|mk|build|test|exp|out)$/;
const opaque =
  /\.(?:xz|lzma|lz|gz|tgz|zst|bz2|zip|tar|7z|bin|dat|data|db|raw|img|png|jpe?g|gif|wav|flac|ogg)$/i;

/**
 * What lines that only a release has would read: data that they name, or that has what they search for. So the payload of XZ Utils was found by its
 * macro. Nothing is run; patterns are those that {@link searchPatterns} understands.
 */
export async function dataRead(
  accounts: Accounts,
  references: readonly Reference[],
  { tarball, form }: ResolvedRelease,
  { readRelease }: CompareOptions,
  context: Context,
): Promise<Finding[]> {
  const build = unexplainedEntries(accounts)
    .filter(({ path, link, size }) => !link && size <= limits.build && isBuild(path))
    .map(({ path }) => path);
  if (build.length === 0) return [];
  const candidates = [...accounts.byPath.values()]
    .map(({ entry }) => entry)
    .filter(({ path, link, size }) => !link && size > 0 && isData(path))
    .map(({ path }) => path);
  const added = await addedIn(await readRelease(new Set(build)), references);
  const patterns = added.flatMap(({ lines }) => lines.flatMap(({ searches }) => searches));
  const matching = patterns.length === 0 ? new Map<string, string[]>() : await matches(patterns);
  return added.flatMap(({ path, isKnown, lines }) => {
    for (const { line, text, searches } of lines) {
      const pattern = searches.find(({ written }) => matching.has(written))?.written;
      const isNaming = isKnown && (!/\.(?:in|am)$/.test(path) || text.startsWith('\t'));
      const read =
        pattern !== undefined
          ? matching.get(pattern)!
          : candidates.filter((one) => isNaming && names(text, one));
      if (read.length === 0) continue;
      const how = pattern === undefined ? 'name' : `search for ${JSON.stringify(pattern)}, which is in`;
      const more = read.length > limits.named ? ` and ${read.length - limits.named} more` : '';
      return [
        findingOf(buildReadsData, {
          path,
          line,
          excerpt: text.trim(),
          message: `lines that only the release has ${how} ${read.slice(0, limits.named).join(', ')}${more}`,
          substance: [path, text.trim(), ...read],
        }),
      ];
    }
    return [];
  });

  /** Data by the patterns that are in it. */
  async function matches(wanted: readonly SearchPattern[]): Promise<Map<string, string[]>> {
    const contents = await readContents(tarball, new Set(candidates), {
      limits: context.config.archive,
      form,
      entryBytes: limits.one,
      totalBytes: limits.all,
      signal: context.signal,
    });
    const texts = [...contents].map(([path, bytes]) => [path, bytes.toString('latin1')] as const);
    const found = new Map<string, string[]>();
    for (const { written, expression } of new Map(wanted.map((one) => [one.written, one])).values()) {
      const paths = texts.flatMap(([path, text]) => (expression.test(text) ? [path] : []));
      if (paths.length > 0) found.set(written, paths);
    }
    return found;
  }
}

/** Lines of a build file that nothing has but the release. */
interface Added {
  path: string;
  /** Whether there was something to hold it against. */
  isKnown: boolean;
  lines: { line: number; text: string; searches: SearchPattern[] }[];
}

async function addedIn(
  released: ReadonlyMap<string, Buffer>,
  references: readonly Reference[],
): Promise<Added[]> {
  const added: Added[] = [];
  for (const [path, bytes] of released) {
    const other = await counterpart(path, references);
    const lines = addedLines(bytes, other ?? Buffer.alloc(0))
      .slice(0, limits.lines)
      .map(({ line, text }) => ({ line, text, searches: searchPatterns(text) }));
    if (lines.length > 0) added.push({ path, isKnown: other !== null, lines });
  }
  return added;
}

const isData = (path: string): boolean =>
  (opaque.test(path) || (data.test(path) && !readable.test(path))) && !isBuild(path);

const isBuild = (path: string): boolean =>
  ['m4', 'build-aux'].includes(roleOf(path) ?? '') ||
  /^(?:configure(?:\.ac|\.in)?|aclocal\.m4|Makefile\.(?:in|am)|[\w.-]+\.(?:m4|mk|sh))$/.test(
    posix.basename(path),
  );

/** With its folder: a name alone is that of many things. Asked of files of which a counterpart tells what is usual, and of what is run: lists name everything. */
const names = (text: string, path: string): boolean =>
  path.includes('/') && text.includes(path.split('/').slice(-2).join('/'));

/** The nearest thing to it that was made or is known; null where there is none. */
async function counterpart(path: string, references: readonly Reference[]): Promise<Buffer | null> {
  for (const reference of references) {
    if (!reference.files.has(path)) continue;
    const bytes = (await reference.read([path], limits.build)).get(path);
    if (bytes !== undefined) return bytes;
  }
  return null;
}
