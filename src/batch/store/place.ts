import { join } from 'node:path';
import { ConfigError } from '../../config/error.js';
import { type Surroundings, statePlace } from '../../config/places.js';
import { bucketPlace } from './blob-place.js';
import type { BlobPlace } from './blobs.js';
import { secret } from './secret.js';

/** Where a store is. */
export type StorePlace = { blobs: BlobPlace } & (
  | { kind: 'pglite'; state: string }
  | { kind: 'postgresql'; address: string }
);

/** What a command line may say of it. */
export interface StoreFlags {
  state?: string;
  database?: string;
}

/**
 * Where the store is: PostgreSQL when an address is given (`--database`, `REPROVE_DATABASE`, or a file with it in
 * `REPROVE_DATABASE_FILE`, so that a secret is neither in a command line nor in an environment), else the state folder.
 */
export async function storePlace(flags: StoreFlags, surroundings: Surroundings): Promise<StorePlace> {
  const state = statePlace(flags.state, surroundings);
  const blobs = (await bucketPlace(surroundings)) ?? {
    kind: 'folder' as const,
    folder: join(state, 'blobs'),
  };
  const address = flags.database ?? (await secret('REPROVE_DATABASE', surroundings));
  if (address === undefined) return { kind: 'pglite', state, blobs };
  if (!/^postgres(ql)?:\/\//.test(address)) {
    throw new ConfigError({
      code: 'E_DATABASE_ADDRESS',
      message: 'the address of the database is none of PostgreSQL',
      hint: 'Give one such as postgres://user@host/name with --database, REPROVE_DATABASE or REPROVE_DATABASE_FILE.',
    });
  }
  return { kind: 'postgresql', address, blobs };
}
