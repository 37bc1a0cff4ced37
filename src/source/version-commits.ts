import type { SourceClaim } from '../ecosystem.js';
import { gitRead } from './git-read.js';
import type { Lead } from './leads.js';
import type { Manifests } from './manifests.js';
import { within } from './repository-path.js';

/** Commits looked at, and commits given. */
const most = { inFolder: 5_000, anywhere: 2_000, given: 3 };

/** Seconds after the publish time in which the commit may still be made; clocks differ, and some push late. */
const later = 2 * 86_400;

/** What the history of the manifests of one name says of a version. */
export interface VersionHistory {
  /** Commits that set it, newest first. */
  setters: Lead[];
  /** The version that was set last, whichever it is; null where there is no manifest of this name. */
  newest: string | null;
}

/**
 * The commits that set this version in a manifest of this name. Only trees are walked; the manifests before and
 * after each change are read together, which works for partial clones as well.
 */
export async function versionCommits(
  view: string,
  claim: SourceClaim,
  directories: readonly string[],
  manifests: Manifests,
  signal: AbortSignal,
): Promise<VersionHistory> {
  const published = claim.publishedAt === null ? Number.NaN : Date.parse(claim.publishedAt) / 1000;
  const until = Number.isNaN(published) ? [] : [`--until=@${Math.ceil(published + later)}`];
  const paths = directories.map((directory) => `:(top,literal)${within(directory, claim.manifestFile)}`);
  const count = paths.length > 0 ? most.inFolder : most.anywhere;
  const output = await gitRead(
    view,
    [
      ...['log', '--branches', '--tags', '--full-history', '--no-renames', '--raw', '--no-abbrev'],
      ...[`--max-count=${count}`, ...until, '--format=commit %H', '--end-of-options', '--'],
      ...(paths.length > 0 ? paths : [`:(top,glob)**/${claim.manifestFile}`]),
    ],
    signal,
  );
  const changes = parseRaw(output);
  const identities = await manifests.read(
    changes.flatMap(({ before, after }) => [before, after]).filter((id) => !/^0+$/.test(id)),
  );
  const isIt = (id: string) => {
    const identity = identities.get(id);
    return identity?.name === claim.name && identity.version === claim.version;
  };
  const found = changes
    .filter(({ before, after }) => isIt(after) && !isIt(before))
    .map(({ commit }) => commit);
  const setters = [...new Set(found)]
    .slice(0, most.given)
    .map((name): Lead => ({ name, evidence: 'version-commit', ref: null, strong: false }));
  const newest = changes.find(({ after }) => identities.get(after)?.name === claim.name);
  return { setters, newest: (newest && identities.get(newest.after)?.version) ?? null };
}

/** The raw format of git-diff-tree(1); paths are not needed. */
function parseRaw(output: string): { commit: string; before: string; after: string }[] {
  const changes: { commit: string; before: string; after: string }[] = [];
  let commit = '';
  for (const line of output.split('\n')) {
    const header = /^commit ([0-9a-f]{40})$/.exec(line);
    if (header !== null) commit = header[1] ?? '';
    const change = /^:\d{6} \d{6} ([0-9a-f]{40}) ([0-9a-f]{40}) [AM]\t/.exec(line);
    if (change !== null) changes.push({ commit, before: change[1] ?? '', after: change[2] ?? '' });
  }
  return changes;
}
