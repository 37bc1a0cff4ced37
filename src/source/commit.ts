import { readObject } from './object.js';
import type { ObjectReader } from './object-reader.js';

/** What is needed of a commit. */
export interface Commit {
  id: string;
  tree: string;
  parents: string[];
  /** Seconds since 1970, committer date; 0 when unreadable. */
  time: number;
}

/** Bytes; a commit object holds no file. */
const limit = 2 ** 20;

/**
 * Reads a commit by anything that names one (an id, a tag object's id, a ref): tags are peeled. Null when it leads to no
 * commit.
 */
export async function readCommit(reader: ObjectReader, name: string): Promise<Commit | null> {
  const object = await readObject(reader, `${name}^{commit}`, 'commit', limit);
  return object === null ? null : parseCommit(object.id, object.bytes.toString('latin1'));
}

function parseCommit(id: string, text: string): Commit | null {
  const header = text.split('\n\n', 1)[0] ?? '';
  const tree = /^tree ([0-9a-f]{40})$/m.exec(header)?.[1];
  if (tree === undefined) return null;
  const parents = [...header.matchAll(/^parent ([0-9a-f]{40})$/gm)].map((match) => match[1] ?? '');
  const seconds = Number(/^committer .*> (\d{1,12}) [+-]\d+$/m.exec(header)?.[1] ?? 0);
  return { id, tree, parents, time: seconds };
}

/** ISO 8601 of a commit's time; dates that no calendar has become its first day. */
export function commitTime({ time }: Commit): string {
  const date = new Date(time * 1000);
  return Number.isNaN(date.getTime()) ? new Date(0).toISOString() : date.toISOString();
}
