import pLimit from 'p-limit';

/**
 * Does `work` for every item, at most `concurrency` at a time, and yields what came of it in the order of the items, each as soon
 * as it and all before it are there. When one throws, what has not started is left out, and the error comes after everything
 * that runs has ended.
 */
export async function* inOrder<T, R>(
  items: readonly T[],
  concurrency: number,
  work: (item: T, at: number) => Promise<R>,
): AsyncGenerator<R> {
  const limit = pLimit(concurrency);
  let failed = false;
  const all = items.map((item, at) =>
    limit(async () => {
      if (failed) throw new Error('not started, since another one failed');
      try {
        return await work(item, at);
      } catch (error) {
        failed = true;
        throw error;
      }
    }),
  );
  // Without this a rejection that nobody has come to yet would count as unhandled.
  const settled = Promise.allSettled(all);
  try {
    for (const one of all) yield await one;
  } finally {
    await settled;
  }
}
