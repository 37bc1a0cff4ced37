import type { Context } from '../context.js';
import { type Commit, readCommit } from './commit.js';
import { contentMatch } from './content-match.js';
import { directLeads, isCommitId, type Lead } from './leads.js';
import type { Mirror } from './mirror.js';
import { isReachable } from './reachable.js';
import type { Refs } from './refs.js';
import type { SourceFailure } from './schema.js';
import { versionCommits } from './version-commits.js';
import {
  byFit,
  isCredible,
  isPoor,
  isTaggedPlaceholder,
  otherInPlace,
  type Weighed,
  type WeighInput,
  weigh,
} from './weigh.js';

/** What the search for a revision found. */
export interface Searched {
  /** Best first; all of them are reached by a branch or tag, but for the one a user asked for. */
  weighed: Weighed[];
  /** Found by content alone, with a manifest that shows them to be of another release. */
  rejected: Weighed[];
  /** Commits that were named but that no branch or tag reaches, and what named them. */
  unreachable: { commit: string; leads: Lead[]; exists: boolean }[];
  /** Every lead with the commit it led to. */
  resolved: { lead: Lead; commit: Commit }[];
  refs: Refs;
  /** Why the repository could not be brought up to date though something was missing. */
  updateFailure: SourceFailure | null;
}

/**
 * Collects what names a revision, strongest first, and weighs each commit. Weaker evidence (the commit that set the version, then
 * a match by content) is looked for only while the best so far is poor. The mirror is brought up to date once, if something that
 * was named is missing.
 */
export async function search(
  input: WeighInput,
  mirror: Mirror,
  ref: string | null,
  context: Context,
): Promise<Searched> {
  const { repository, claim, entries, manifests } = input;
  const directory = input.user ?? input.stated;
  let refs = await repository.refs();
  let leads = directLeads(claim, directory, refs, ref);
  let resolved = await resolve(input, leads);
  let updateFailure: SourceFailure | null = null;
  const isBranch = ref !== null && refs.branches.has(ref) && !refs.tags.has(ref);
  if (leads.length === 0 || resolved.length < leads.length || isBranch) {
    const { updated, failure } = await mirror.update();
    updateFailure = failure;
    if (updated) {
      refs = await repository.refs();
      leads = directLeads(claim, directory, refs, ref);
      resolved = await resolve(input, leads);
    }
  }

  const search: Searched = { weighed: [], rejected: [], unreachable: [], resolved: [], refs, updateFailure };
  for (const lead of leads.filter((lead) => !resolved.some((found) => found.lead === lead))) {
    search.unreachable.push({ commit: lead.name, leads: [lead], exists: false });
  }
  await weighAll(search, resolved, input, context);
  if (ref !== null) return search;
  if (!isPoor(search.weighed[0])) {
    await lookNearby(search, input, context);
    return search;
  }

  const known = [input.stated, search.weighed[0]?.candidate.directory ?? null];
  const folders = [...new Set(known.filter((folder) => folder !== null))];
  let history = await versionCommits(repository.view, claim, folders, manifests, context.signal);
  if (history.setters.length === 0 && folders.length > 0) {
    const anywhere = await versionCommits(repository.view, claim, [], manifests, context.signal);
    history = { setters: anywhere.setters, newest: history.newest ?? anywhere.newest };
  }
  const setting = await resolve(input, history.setters);
  await weighAll(search, setting, input, context);

  const best = search.weighed[0];
  if (best !== undefined && isTaggedPlaceholder(best)) return search;
  if (isPoor(best) && (best?.candidate.score ?? 0) < 0.9) {
    const around = { publishedAt: claim.publishedAt, versionTime: setting[0]?.commit.time ?? null };
    const matches = await contentMatch(repository, entries, around, context.signal);
    await weighAll(search, await resolve(input, matches), input, context);
    const credible = search.weighed.filter((weighed) => isCredible(weighed, history.newest));
    const kept = (await endsBefore(credible[0], refs, input)) ? credible.filter(isNamed) : credible;
    search.rejected = search.weighed.filter((weighed) => !kept.includes(weighed));
    search.weighed = kept;
  }
  return search;
}

const isNamed = ({ candidate }: Weighed) => candidate.evidence.some((kind) => kind !== 'content-match');

/**
 * Whether the history at hand may end before the release: nothing but its content led to the commit that fits best, no manifest there has a
 * version, a branch ends with it, and what it has at paths of the release is something else, however git writes it.
 */
async function endsBefore(
  best: Weighed | undefined,
  { branches }: Refs,
  input: WeighInput,
): Promise<boolean> {
  if (best === undefined || isNamed(best) || best.candidate.versionAgrees !== null) return false;
  if (![...branches.values()].includes(best.commit.id)) return false;
  const others = otherInPlace(best, input);
  if (others.size === 0 || others.size > mostAsked) return others.size > 0;
  // With other line ends, or a commit that is filled in, it is what git itself writes of the commit.
  const written = await input.repository.archive(best.commit.id, [...others.keys()]);
  return [...others].some(([path, { sha256 }]) => written?.get(path)?.sha256 !== sha256);
}

/** Files that git is asked to write; a command line has an end, and a release of the commit hardly so many that are otherwise. */
const mostAsked = 500;

/**
 * Some publish from the commit before or after the one they tag: where the best commit has other contents at the release's own
 * paths, its neighbours are weighed too. They count only with the release's version, and only when they have more of its files.
 */
async function lookNearby(search: Searched, input: WeighInput, context: Context): Promise<void> {
  const best = search.weighed[0];
  if (best === undefined || otherInPlace(best, input).size === 0) return;
  const around = { publishedAt: null, versionTime: null, nearTime: best.commit.time };
  const matches = await contentMatch(input.repository, input.entries, around, context.signal);
  const others = matches.filter(({ name }) => name !== best.commit.id);
  const before = search.weighed;
  await weighAll(search, await resolve(input, others), input, context);
  const known = new Set(before.map(({ commit }) => commit.id));
  search.weighed = search.weighed.filter(
    ({ commit, candidate }) =>
      known.has(commit.id) ||
      (candidate.versionAgrees === true && candidate.matched > best.candidate.matched),
  );
}

async function resolve({ repository }: WeighInput, leads: readonly Lead[]): Promise<Searched['resolved']> {
  const found = await Promise.all(
    leads.map(async (lead) => ({ lead, commit: await readCommit(repository.reader, lead.name) })),
  );
  return found.filter((one): one is { lead: Lead; commit: Commit } => one.commit !== null);
}

/** Weighs the commits that leads led to, those of before with what leads to them now as well. */
async function weighAll(
  search: Searched,
  resolved: Searched['resolved'],
  input: WeighInput,
  context: Context,
): Promise<void> {
  search.resolved.push(...resolved);
  const commits = new Map(resolved.map(({ commit }) => [commit.id, commit]));
  for (const commit of commits.values()) {
    const leads = search.resolved.filter((found) => found.commit.id === commit.id).map(({ lead }) => lead);
    const order = search.resolved.findIndex((found) => found.commit.id === commit.id);
    if (!(await isReached(commit, leads, search.refs, input, context))) {
      search.unreachable.push({ commit: commit.id, leads, exists: true });
      if (!leads.some(({ evidence }) => evidence === 'user')) continue;
    }
    search.weighed = search.weighed.filter((before) => before.commit.id !== commit.id);
    search.weighed.push(await weigh(input, commit, leads, order));
  }
  search.weighed.sort(byFit);
}

/** Tags, and commits found by walking from branches and tags, are reached as they are. */
async function isReached(
  commit: Commit,
  leads: Lead[],
  refs: Refs,
  { repository }: WeighInput,
  context: Context,
): Promise<boolean> {
  const walked = ['tag', 'version-commit', 'content-match'];
  if (leads.some(({ evidence }) => walked.includes(evidence))) return true;
  for (const ids of [refs.branches, refs.tags]) {
    for (const id of ids.values()) if (id === commit.id) return true;
  }
  return isCommitId(commit.id) && isReachable(repository.view, commit.id, context.signal);
}
