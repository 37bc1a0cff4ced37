import { afterEach, describe, expect, test, vi } from 'vitest';
import { conclude } from '../../../src/batch/conclude.js';
import { startQueuedRun } from '../../../src/batch/queue/enqueue.js';
import { queues } from '../../../src/batch/queue/job.js';
import { openQueue, type Queue } from '../../../src/batch/queue/open.js';
import { beat } from '../../../src/batch/queue/workers.js';
import type { Store } from '../../../src/batch/store/open.js';
import { runCounts } from '../../../src/batch/store/runs.js';
import type { WorkerEvent } from '../../../src/batch/worker/event.js';
import type { Verified } from '../../../src/batch/worker/verified.js';
import { type Work, work } from '../../../src/batch/worker/work.js';
import { exitCodes } from '../../../src/errors.js';
import type { Result } from '../../../src/result.js';
import { rebuild, result } from '../../support/result.js';
import { dependencyOn, resultOf } from '../../support/stored.js';
import { eachWithStore, engines } from '../../support/stores.js';

const { verdict } = result();
const fault: Verified = {
  error: { code: 'E_REGISTRY', message: 'no answer', exitCode: exitCodes.environment },
};
const outOfMemory: Partial<Result> = {
  verdict: { ...verdict, kind: 'inconclusive', level: null },
  rebuilds: [
    rebuild({
      outcome: 'failed',
      failure: {
        cause: 'build-failed',
        message: 'killed',
        step: 'build',
        because: { kind: 'out-of-memory', about: null, line: null },
      },
    }),
  ],
};

describe.each(engines)('a worker on %s', { timeout: 120_000 }, (engine) => {
  let store: Store;
  let queue: Queue;
  eachWithStore(engine, async (opened) => {
    store = opened;
    queue = await openQueue(store);
  });
  afterEach(() => vi.restoreAllMocks());

  const start = async (...names: string[]) => {
    const dependencies = names.map((name) => dependencyOn(resultOf(name, '1.0.0').release));
    const { run } = await startQueuedRun(store, queue, {
      inputs: 'lock',
      dependencies,
      rules: 'r1',
      waits: true,
    });
    return run;
  };
  const honest = (spec: string): Verified => {
    const at = spec.lastIndexOf('@');
    return { result: resultOf(spec.slice(0, at), spec.slice(at + 1)) };
  };
  /** Works until the run is done, and returns what happened and which specs were verified. */
  const workOn = async (run: number, options: Partial<Work> = {}) => {
    const events: WorkerEvent[] = [];
    const verified: string[] = [];
    const { verify = async (spec) => honest(spec), ...others } = options;
    await work(store, queue, {
      name: 'w',
      concurrency: 2,
      large: true,
      native: true,
      rules: 'r1',
      poll: 20,
      until: async () => (await runCounts(store, run)).waiting === 0,
      signal: new AbortController().signal,
      told: (event) => events.push(event),
      ...others,
      verify: async (spec, how) => {
        verified.push(spec);
        return verify(spec, how);
      },
    });
    return { events, verified: verified.sort(), kinds: events.map(({ kind }) => kind) };
  };
  /** Makes what waits for a later hour due. */
  const hurry = () => {
    const timer = setInterval(
      () =>
        void store
          .executeSql(`update reprove_queue.job set start_after = now() where state < 'active'`)
          .catch(() => undefined),
      50,
    );
    return () => clearInterval(timer);
  };

  test('verifies each release once, and stores what each came to', async () => {
    const run = await start('a', 'b', 'c', 'a');
    const { verified, kinds } = await workOn(run);
    expect(verified).toEqual(['a@1.0.0', 'b@1.0.0', 'c@1.0.0']);
    expect(kinds.filter((kind) => kind === 'settled')).toHaveLength(3);
    expect(await conclude(store, run, false)).toMatchObject({ verdicts: { reproduced: 3 }, exitCode: 0 });
    expect(await queue.isEmpty(store)).toBe(true);
  });

  test('takes over what the same rules found, says what others did, and does that after what is new', async () => {
    await workOn(await start('a'));
    const dependencies = ['a', 'b'].map((name) => dependencyOn(resultOf(name, '1.0.0').release));
    const again = { inputs: 'lock', dependencies, waits: true };
    expect(await startQueuedRun(store, queue, { ...again, rules: 'r1' })).toMatchObject({
      known: 1,
      stale: 0,
    });
    const { run, ...other } = await startQueuedRun(store, queue, { ...again, rules: 'r2' });
    expect(other).toEqual({ releases: 2, known: 0, stale: 1 });
    const order: string[] = [];
    await workOn(run, {
      rules: 'r2',
      concurrency: 1,
      verify: async (spec) => {
        order.push(spec);
        return honest(spec);
      },
    });
    expect(order).toEqual(['b@1.0.0', 'a@1.0.0']);
  });

  test('tries a fault of the network again, and then says that it stayed', async () => {
    const run = await start('a');
    const end = hurry();
    let tries = 0;
    const { events } = await workOn(run, { verify: async (spec) => (++tries < 3 ? fault : honest(spec)) });
    expect(tries).toBe(3);
    expect(events.filter(({ kind }) => kind === 'again')).toMatchObject([{ after: 5 }, { after: 30 }]);
    const other = await start('b');
    const { verified } = await workOn(other, { verify: async () => fault });
    end();
    expect(verified).toHaveLength(4);
    expect(await conclude(store, other, false)).toMatchObject({
      failed: [{ code: 'E_REGISTRY' }],
      exitCode: 4,
    });
  });

  test('never tries a build that failed again', async () => {
    const run = await start('a');
    const failed = resultOf('a', '1.0.0', {
      verdict: { ...verdict, kind: 'inconclusive', level: null },
      rebuilds: [
        rebuild({
          outcome: 'failed',
          failure: { cause: 'build-failed', message: 'x', step: 'build', because: null },
        }),
      ],
    });
    expect((await workOn(run, { verify: async () => ({ result: failed }) })).verified).toHaveLength(1);
  });

  test('gives what ran out of memory once to a worker for large jobs', async () => {
    const run = await start('a');
    const how: boolean[] = [];
    await workOn(run, {
      verify: async (_, { large }) => {
        how.push(large);
        return { result: resultOf('a', '1.0.0', outOfMemory) };
      },
    });
    expect(how).toEqual([false, true]);
    const small = await start('b');
    const { verified } = await workOn(small, {
      large: false,
      verify: async () => ({ result: resultOf('b', '1.0.0', outOfMemory) }),
    });
    expect(verified).toHaveLength(1);
  });

  test('leaves to others what it can not do: memory and compilers are those of the workers that live', async () => {
    await beat(store, { name: 'strong', concurrency: 1, large: true, native: true });
    const weak = { name: 'weak', large: false, native: false };
    const reading = { kind: 'compiler-missing' as const, about: 'g++', line: null };
    const failed = rebuild({
      outcome: 'failed',
      failure: { cause: 'build-failed', message: 'x', step: 'build', because: reading },
    });
    const { verdict } = resultOf('a', '1.0.0');
    const noCompiler = resultOf('c', '1.0.0', {
      verdict: { ...verdict, kind: 'inconclusive', level: null },
      rebuilds: [failed],
    });
    const run = await start('m', 'c');
    const left: string[] = [];
    const controller = new AbortController();
    const weakly = workOn(run, {
      ...weak,
      signal: controller.signal,
      verify: async (spec) => ({
        result: spec.startsWith('m') ? resultOf('m', '1.0.0', outOfMemory) : noCompiler,
      }),
      told: (event) => {
        if (event.kind !== 'again') return;
        left.push(`${event.job.name} ${event.queue}`);
        if (left.length === 2) controller.abort(new Error('enough'));
      },
    });
    await expect(weakly).rejects.toThrow('enough');
    expect(left.sort()).toEqual(['c verify-native', 'm verify-large']);
    const how: [string, boolean][] = [];
    await workOn(run, {
      verify: async (spec, { large }) => {
        how.push([spec, large]);
        return honest(spec);
      },
    });
    expect(how.sort()).toEqual([
      ['c@1.0.0', false],
      ['m@1.0.0', true],
    ]);
  });

  test('stops where the machine can do nothing, with nothing lost', async () => {
    const run = await start('a', 'b', 'c');
    const noSandbox: Verified = {
      error: { code: 'E_NO_SANDBOX', message: 'no sandbox', exitCode: exitCodes.environment },
    };
    await expect(workOn(run, { verify: async () => noSandbox })).rejects.toMatchObject({
      code: 'E_NO_SANDBOX',
    });
    expect(await runCounts(store, run)).toMatchObject({ waiting: 3, failed: 0 });
    expect((await workOn(run)).verified).toHaveLength(3);
  });

  test('gives back what it has when it is interrupted', async () => {
    const run = await start('a', 'b', 'c');
    const controller = new AbortController();
    const working = workOn(run, {
      signal: controller.signal,
      verify: async () => {
        controller.abort(new Error('interrupted'));
        throw controller.signal.reason;
      },
    });
    await expect(working).rejects.toThrow('interrupted');
    const { rows } = await store.executeSql('select count(*)::int as count from reprove.job_leases');
    expect(rows).toEqual([{ count: 0 }]);
    expect((await workOn(run)).verified).toHaveLength(3);
  });

  test('takes over what a worker had that was killed', async () => {
    const run = await start('a', 'b');
    await beat(store, { name: 'killed', concurrency: 1, large: false, native: false });
    await store.transaction((session) => queue.take(session, queues.any, 'killed'));
    await store.executeSql(
      `update reprove.workers set seen_at = now() - interval '2 minutes' where name = 'killed'`,
    );
    const { events, verified } = await workOn(run);
    expect(events).toContainEqual({ kind: 'put-back', jobs: 1, worker: 'killed' });
    expect(verified).toEqual(['a@1.0.0', 'b@1.0.0']);
  });

  test('stores nothing of a job that was taken from it meanwhile', async () => {
    const run = await start('a');
    let tries = 0;
    const { kinds } = await workOn(run, {
      concurrency: 1,
      verify: async (spec) => {
        tries += 1;
        if (tries === 1) await store.executeSql('delete from reprove.job_leases');
        if (tries === 1) await store.executeSql(`update reprove_queue.job set state = 'retry'`);
        return honest(spec);
      },
    });
    expect(kinds.filter((kind) => kind === 'lost')).toHaveLength(1);
    const { rows } = await store.executeSql('select count(*)::int as count from reprove.results');
    expect([tries, rows]).toEqual([2, [{ count: 1 }]]);
  });

  test('goes on when the clock is set back by a day', async () => {
    const run = await start('a', 'b', 'c');
    const day = 86_400_000;
    const now = Date.now.bind(Date);
    // On the embedded database the clock is the process's; a server's is told by what it wrote before.
    const back = async () => {
      if (engine === 'pglite') vi.spyOn(Date, 'now').mockImplementation(() => now() - day);
      else
        for (const [table, column] of [
          ['reprove_queue.job', 'start_after'],
          ['reprove.workers', 'seen_at'],
        ] as const)
          await store.executeSql(
            `update ${table} set ${column} = ${column} + interval '1 day' where ${column} > '1971-01-01'`,
          );
    };
    await beat(store, { name: 'killed', concurrency: 1, large: false, native: false });
    await store.transaction((session) => queue.take(session, queues.any, 'killed'));
    let tries = 0;
    const { verified } = await workOn(run, {
      concurrency: 1,
      verify: async (spec) => {
        tries += 1;
        if (tries === 2) await back();
        return tries === 1 ? fault : honest(spec);
      },
    });
    expect([new Set(verified).size, (await runCounts(store, run)).verified]).toEqual([3, 3]);
  });

  test('gives up on a host from which nothing comes', async () => {
    const run = await start(...Array.from({ length: 30 }, (_, at) => `p${at}`));
    const end = hurry();
    const { verified } = await workOn(run, { verify: async () => fault });
    end();
    expect(verified.length).toBe(30 + 20);
    expect((await runCounts(store, run)).failed).toBe(30);
  });
});
