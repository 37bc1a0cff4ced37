import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { openStore, type Store, type StoreOptions } from '../../src/batch/store/open.js';
import type { StorePlace } from '../../src/batch/store/place.js';
import { type PostgresServer, postgresServer } from './postgres.js';

/** Makes empty stores of one engine. */
export interface StoreWorld {
  /** Null where the engine can't be had here. */
  place(): Promise<StorePlace | null>;
  open(options?: Partial<StoreOptions>): Promise<Store | null>;
  server: PostgresServer | null;
  remove(): Promise<void>;
}

export const engines = ['pglite', 'postgresql'] as const;

/** A world for one engine; PGlite takes seconds to make its first database, so all others are copies of it. */
export async function storeWorld(engine: (typeof engines)[number]): Promise<StoreWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'reprove-store-'));
  const server = engine === 'postgresql' ? await postgresServer() : null;
  let count = 0;
  let template: string | null = null;
  const fresh = async (): Promise<StorePlace | null> => {
    const state = join(folder, String(count++));
    const blobs = { kind: 'folder', folder: join(state, 'blobs') } as const;
    if (engine === 'pglite') {
      template ??= await emptyDatabase(join(folder, 'template'));
      await cp(template, join(state, 'database'), { recursive: true });
      return { kind: 'pglite', state, blobs };
    }
    return server === null ? null : { kind: 'postgresql', address: await server.database(), blobs };
  };
  return {
    place: fresh,
    async open(options = {}) {
      const place = await fresh();
      return place === null ? null : openStore(place, { signal: new AbortController().signal, ...options });
    },
    server,
    async remove() {
      await server?.remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Opens an empty store of an engine for each test of a group, which is skipped where the engine can't be had. */
export function eachWithStore(
  engine: (typeof engines)[number],
  use: (store: Store) => void | Promise<void>,
): void {
  let world: StoreWorld;
  beforeAll(async () => {
    world = await storeWorld(engine);
  });
  afterAll(() => world.remove());
  beforeEach(async (context) => {
    const store = await world.open();
    if (store === null) return context.skip();
    await use(store);
    return () => store.close();
  });
}

async function emptyDatabase(state: string): Promise<string> {
  const place = { kind: 'pglite', state, blobs: { kind: 'folder', folder: join(state, 'blobs') } } as const;
  const store = await openStore(place, { signal: new AbortController().signal, prepare: false });
  await store.close();
  return join(state, 'database');
}
