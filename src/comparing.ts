import { posix } from 'node:path';
import { readContents } from './archive/contents.js';
import type { Entry } from './archive/schema.js';
import { type Accounts, openAccounts } from './compare/accounts.js';
import { type CompareOptions, compareWithSource } from './compare/compare.js';
import type { ReadRelease } from './compare/contents.js';
import { defaultCompareLimits } from './compare/limits.js';
import { loadedByCode } from './compare/loaded-by-code.js';
import { loadedInSource } from './compare/loaded-in-source.js';
import type { Reference } from './compare/reference.js';
import { sourceVersion } from './compare/source-version.js';
import type { Context, ProgressEvent } from './context.js';
import type { Ecosystem, ResolvedRelease } from './ecosystem.js';
import { judgedBytes } from './judge/contents.js';
import type { Located } from './source/locate.js';
import { sourceReference } from './source/source-reference.js';

/** A release that was compared with its source. */
export interface Compared {
  accounts: Accounts;
  /** Everything compared with so far; the source first. */
  references: Reference[];
  options: CompareOptions;
  /** Tells the user what is going on. */
  say: (event: Omit<ProgressEvent, 'subject'>) => void;
}

/** Compares a release with its source, without anything being run; with nothing where the source was not found. */
export async function compareSource(
  ecosystem: Ecosystem,
  resolved: ResolvedRelease,
  located: Located,
  context: Context,
): Promise<Compared> {
  const { release, archive, tarball, claim, form } = resolved;
  const say: Compared['say'] = (event) => context.progress({ subject: release.purl, ...event });
  const readRelease: ReadRelease = (paths) =>
    readContents(tarball, paths, {
      limits: context.config.archive,
      form,
      entryBytes: Math.max(defaultCompareLimits.fileBytes, judgedBytes.file),
      totalBytes: 2 * judgedBytes.all,
      signal: context.signal,
    });
  const source = located.ok ? sourceReference(located.repository, located.tree, form?.links) : null;
  const options: CompareOptions = {
    readRelease,
    normalizers: ecosystem.normalizers,
    strict: ecosystem.strict ?? false,
    proven: {
      name: release.name,
      version: release.version,
      sourceVersion:
        source && located.ok ? await sourceVersion(source, located.source.directory, claim) : null,
      commit: located.ok ? located.source.commit : null,
      commitTime: located.ok ? located.source.commitTime : null,
      publishedAt: release.publishedAt,
    },
  };
  const open: Compared = { accounts: openAccounts(archive.entries), references: [], options, say };
  if (!located.ok || source === null) return open;
  say({
    stage: 'compare',
    message: `comparing ${archive.entries.length} entries with ${located.source.commit.slice(0, 12)}`,
  });
  const entryPointsOf = (entries: readonly Entry[]) => ecosystem.entryPoints(resolved.manifest, entries);
  const { directory } = located.source;
  const entryPoints = entryPointsOf(archive.entries);
  const byCode = await loadedByCode(entryPoints, archive.entries, source, directory, readRelease);
  const leftOut = await leftOutBySource(ecosystem, source, directory, byCode);
  const loaded = [
    ...loadedInSource(entryPointsOf, archive.entries, source, directory),
    ...byCode.filter((path) => !leftOut(path)),
  ];
  const own = await compareWithSource(open.accounts, source, directory, loaded, options);
  const accounts =
    (await ecosystem.furtherEvidence?.({ resolved, located, source, accounts: own, options, context })) ??
    own;
  return { ...open, accounts, references: [source] };
}

/** Code may load what its own package never ships, such as tests. */
async function leftOutBySource(
  { packing }: Ecosystem,
  source: Reference,
  directory: string,
  asked: readonly string[],
): Promise<(path: string) => boolean> {
  if (asked.length === 0) return () => false;
  const places = new Map(packing.files.map((name) => [posix.join(directory, name), name]));
  const contents = await source.read(places.keys(), judgedBytes.file);
  return packing.leavesOut(new Map([...contents].map(([path, bytes]) => [places.get(path)!, bytes])));
}
