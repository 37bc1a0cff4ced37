import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';
import type { Context } from '../context.js';
import type { Publishable } from '../npm/publishing/packages.js';
import { chooseEngine } from '../sandbox/choose.js';
import { rebuildAhead, type VerifyOptions } from '../verify.js';
import type { Checkout } from './checkout.js';
import { mappedTo, sourceIn } from './own-source.js';

/** Rebuilds packages while they are being packed, one after the other. */
export interface Ahead {
  /** Digests of the plans that were run, with nothing kept for others where it is `alone`: none where that went wrong, as the verification that follows tells what. */
  of(one: Publishable, packages: { alone: boolean }): Promise<ReadonlySet<string>>;
  /** Waits until the first rebuild has left this process for the sandbox, or has come to its end. */
  underway(): Promise<void>;
  /** Ends what still runs, and waits for it. */
  stop(): Promise<void>;
}

/**
 * Packing and rebuilding are the same work done twice, by two who know nothing of each other: they may as well be done at once. What is rebuilt is the
 * commit, whatever packing leaves.
 */
export function ahead(
  checkout: Checkout,
  how: Pick<VerifyOptions, 'sandbox' | 'fresh'>,
  context: Context,
): Ahead {
  // Asked while packages are read; the answer is there when they are. Where there is none, the rebuild tells.
  chooseEngine(how.sandbox, context.config.sandbox).catch(() => undefined);
  const ending = new AbortController();
  const signal = AbortSignal.any([context.signal, ending.signal]);
  let last: Promise<unknown> = Promise.resolve();
  let begun = (): void => undefined;
  const underway = new Promise<void>((resolve) => {
    begun = resolve;
  });
  return {
    of(one, { alone }) {
      const config = mappedTo(checkout, one, context.config);
      const options = { ...sourceIn(checkout, one), ...how, alone, onStep: begun };
      const ran = last.then(() =>
        rebuildOf(one, options, { ...context, config, signal }).catch((): ReadonlySet<string> => new Set()),
      );
      last = ran;
      ran.then(begun);
      return ran;
    },
    underway: () => underway,
    async stop() {
      ending.abort();
      await last;
    },
  };
}

/** The tarball that is not there yet is stood in for by its manifest. */
async function rebuildOf(
  one: Publishable,
  options: Parameters<typeof rebuildAhead>[1],
  context: Context,
): Promise<ReadonlySet<string>> {
  context.signal.throwIfAborted();
  const folder = await mkdtemp(join(tmpdir(), 'reprove-ahead-'));
  try {
    const standIn = join(folder, 'package.tgz');
    const tar = pack();
    tar.entry({ name: 'package/package.json' }, JSON.stringify(one.manifest));
    tar.finalize();
    await pipeline(tar, createGzip(), createWriteStream(standIn));
    return await rebuildAhead(standIn, options, context);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
