import { describe, expect, test } from 'vitest';
import { type NewJob, priorities, queues } from '../../../src/batch/queue/job.js';
import { openQueue, type Queue } from '../../../src/batch/queue/open.js';
import { beat, leasesOfTheDead } from '../../../src/batch/queue/workers.js';
import type { Store } from '../../../src/batch/store/open.js';
import { eachWithStore, engines } from '../../support/stores.js';

const job = (name: string, fields: Partial<NewJob> = {}): NewJob => ({
  name,
  version: '1.0.0',
  integrity: `sha512-${name}`,
  group: name,
  attempt: 0,
  run: null,
  queue: queues.any,
  priority: priorities.new,
  ...fields,
});

describe.each(engines)('the queue on %s', { timeout: 120_000 }, (engine) => {
  let store: Store;
  let queue: Queue;
  eachWithStore(engine, async (opened) => {
    store = opened;
    queue = await openQueue(store);
    for (const name of ['w1', 'w2']) await beat(store, { name, concurrency: 1, large: true, native: false });
  });

  const add = (...jobs: NewJob[]) => store.transaction((session) => queue.add(session, jobs));
  const take = (worker = 'w1', from: NewJob['queue'] = queues.any) =>
    store.transaction((session) => queue.take(session, from, worker));
  const names = async () => {
    const all: string[] = [];
    for (let next = await take(); next !== null; next = await take()) all.push(next.name);
    return all;
  };

  test('gives what was never verified first, then what is stale, then what is tried again', async () => {
    await add(job('again', { priority: priorities.retry }), job('stale', { priority: priorities.stale }));
    await add(job('first'));
    await add(job('second'));
    expect(await names()).toEqual(['first', 'second', 'stale', 'again']);
  });

  test('holds a release once, however often it is asked for, and gives nothing before its time', async () => {
    await add(job('a'), job('a'), job('later', { after: 3_600 }));
    await add(job('a'));
    await add(job('a', { integrity: 'sha512-other' }));
    expect(await names()).toEqual(['a', 'a']);
  });

  test('gives the jobs of one group together, as many as are asked for', async () => {
    await add(job('a', { group: 'g' }));
    await add(job('z'), ...['b', 'c', 'd'].map((name) => job(name, { group: 'g' })));
    const first = (await take())!;
    const group = await store.transaction((session) => queue.takeGroup(session, first, 'w1', 2));
    expect(group.map((each) => each.group)).toEqual(['g', 'g']);
    expect(new Set([first, ...group].map(({ id }) => id)).size).toBe(3);
    expect((await names()).sort()).toEqual([
      ...['b', 'c', 'd'].filter((name) => !group.some((one) => one.name === name)),
      'z',
    ]);
  });

  test('lets only the worker that holds a job say what became of it', async () => {
    await add(job('a'));
    const taken = (await take('w1'))!;
    expect(await store.transaction((session) => queue.remove(session, [taken], 'w2'))).toBe(false);
    expect(await queue.isEmpty(store)).toBe(false);
    expect(await store.transaction((session) => queue.remove(session, [taken], 'w1'))).toBe(true);
    expect(await store.transaction((session) => queue.remove(session, [taken], 'w1'))).toBe(false);
    expect(await queue.isEmpty(store)).toBe(true);
  });

  test.each([
    [true, [...Array(4).fill([]), [{ name: 'a' }]]],
    [false, Array(6).fill([])],
  ])(
    'gives what a killed worker had to another; and gives up where it was at it (%s) five times',
    async (begun, fates) => {
      await add(job('a'));
      const found: unknown[] = [];
      for (const _ of fates) {
        const taken = (await take('w1'))!;
        expect(taken).toMatchObject({ name: 'a', attempt: 0 });
        if (begun) expect(await queue.begin(store, taken, 'w1')).toBe(true);
        expect(await queue.begin(store, taken, 'w2')).toBe(false);
        found.push(
          await store.transaction(async (session) =>
            queue.putBack(session, await leasesOfTheDead(session, 'w2')),
          ),
        );
      }
      expect(found).toMatchObject(fates);
      expect((await take('w2')) === null).toBe(begun);
    },
  );

  test('takes nothing from a worker that was heard of lately', async () => {
    await add(job('a'));
    await take('w1');
    expect(await leasesOfTheDead(store, null)).toEqual([]);
    await store.executeSql(
      `update reprove.workers set seen_at = now() - interval '31 seconds' where name = 'w1'`,
    );
    expect(await leasesOfTheDead(store, null)).toMatchObject([{ worker: 'w1', queue: queues.any }]);
  });

  test('forgets what a batch of before had begun, and nothing that was enqueued', async () => {
    await add(job('kept'), job('batch', { run: 7 }));
    await store.transaction((session) => queue.forgetBatches(session));
    expect(await names()).toEqual(['kept']);
  });

  test('is opened by two at once', async () => {
    await Promise.all([openQueue(store), openQueue(store)]);
    await add(job('a'));
    expect(await names()).toEqual(['a']);
  });
});
