import { StoreError } from '../batch/store/error.js';
import type { Store } from '../batch/store/open.js';
import { HttpError } from './error.js';

/** A store that pages are made from. */
export interface StoreAccess {
  /** @throws {HttpError} 503 while the database can't be used. */
  read<T>(work: (store: Store) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Milliseconds for which an embedded database is kept open after the last request: while it is, no batch can run. */
const idle = 3_000;

/** Opens the store when a page is asked for, and lets go of it when none was for a while; `keep` keeps it open, as a server may be. */
export function storeAccess(open: () => Promise<Store>, { keep }: { keep: boolean }): StoreAccess {
  let opened: Promise<Store> | null = null;
  let readers = 0;
  let timer: NodeJS.Timeout | undefined;
  const close = async () => {
    clearTimeout(timer);
    const store = opened;
    opened = null;
    await (await store?.catch(() => null))?.close();
  };
  return {
    async read(work) {
      clearTimeout(timer);
      readers += 1;
      try {
        opened ??= open();
        return await work(await opened);
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        // The next request tries again.
        await close().catch(() => undefined);
        throw new HttpError(
          503,
          error.code === 'E_STORE_BUSY' ? `${error.message}; try again when it has ended` : error.message,
        );
      } finally {
        readers -= 1;
        if (readers === 0 && !keep) timer = setTimeout(() => void close().catch(() => undefined), idle);
      }
    },
    close,
  };
}
