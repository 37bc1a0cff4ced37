import type { Result } from '../../result.js';
import type { Session } from './session.js';
import { keyOf, storable, time } from './storable.js';

/** A tag that is no longer where it was. */
export interface MovedTag {
  repository: string;
  tag: string;
  commit: string;
  /** Where it was seen before, last first. */
  from: string[];
}

/**
 * Remembers where the tag that a release comes from was seen, and says when it was elsewhere before. A machine's own memory is in its
 * cache (`source/tag-observations.ts`) and makes the signal; this one joins what all machines of a fleet saw, and outlives their caches.
 */
export async function observeTag(
  { executeSql }: Session,
  { source, verifiedAt }: Result,
): Promise<MovedTag[]> {
  if (source === null || source.ref === null || !source.evidence.includes('tag')) return [];
  const { repository, ref, commit } = source;
  const at = time(verifiedAt) ?? new Date();
  const seen = { repository: storable(repository), tag: storable(ref), commit: storable(commit) };
  await rememberTag({ executeSql }, keyOf(repository, ref, commit), {
    ...seen,
    firstSeenAt: at,
    lastSeenAt: at,
  });
  const { rows } = await executeSql(
    `select commit from reprove.tag_observations
     where repository = $1 and tag = $2 and commit <> $3 order by last_seen_at desc, commit limit 10`,
    [seen.repository, seen.tag, seen.commit],
  );
  if (rows.length === 0) return [];
  return [{ repository, tag: ref, commit, from: rows.map(({ commit }) => commit) }];
}

/** Where a tag was seen, and when. */
interface SeenTag {
  repository: string;
  tag: string;
  commit: string;
  firstSeenAt: Date;
  lastSeenAt: Date;
}

/** Adds to what is remembered of a tag. */
export async function rememberTag(
  { executeSql }: Pick<Session, 'executeSql'>,
  key: string,
  { repository, tag, commit, firstSeenAt, lastSeenAt }: SeenTag,
): Promise<void> {
  await executeSql(
    `insert into reprove.tag_observations as seen (key, repository, tag, commit, first_seen_at, last_seen_at)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (key) do update set
       first_seen_at = least(seen.first_seen_at, excluded.first_seen_at),
       last_seen_at = greatest(seen.last_seen_at, excluded.last_seen_at)`,
    [key, repository, tag, commit, firstSeenAt, lastSeenAt],
  );
}
