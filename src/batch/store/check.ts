import { StoreError } from './error.js';
import { type Standing, standing } from './migrate.js';
import type { Store } from './open.js';

/** What a store is, and what is wrong with it. */
export interface StoreCheck extends Standing {
  engine: Store['engine'];
  place: string;
  results: number;
  runs: number;
  /** Reports that rows refer to and that aren't there, or aren't what they were. */
  missing: string[];
  damaged: string[];
}

/** Looks at the tables' version and reads every report that a result refers to. */
export async function checkStore(store: Store): Promise<StoreCheck> {
  const found = await standing(store);
  const check = { ...found, engine: store.engine, place: store.place, missing: [], damaged: [] };
  if (found.state !== 'current') return { ...check, results: 0, runs: 0 };
  const { rows } = await store.executeSql(
    'select (select count(*)::int from reprove.results) as results, (select count(*)::int from reprove.runs) as runs',
  );
  return { ...check, ...rows[0], ...(await checkBlobs(store)) };
}

async function checkBlobs(store: Store): Promise<Pick<StoreCheck, 'missing' | 'damaged'>> {
  const missing: string[] = [];
  const damaged: string[] = [];
  for (let last = ''; ; ) {
    const { rows } = await store.executeSql(
      'select distinct blob from reprove.results where blob > $1 order by blob limit 500',
      [last],
    );
    if (rows.length === 0) return { missing, damaged };
    for (const { blob } of rows) {
      try {
        if ((await store.blobs.read(blob)) === null) missing.push(blob);
      } catch (error) {
        if (!(error instanceof StoreError) || error.code !== 'E_BLOB_CHANGED') throw error;
        damaged.push(blob);
      }
      last = blob;
    }
  }
}
