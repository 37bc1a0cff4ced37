import { describe, expect, test } from 'vitest';
import { currentResults } from '../../../../src/batch/store/current.js';
import type { Store } from '../../../../src/batch/store/open.js';
import { keepResult, recordResult } from '../../../../src/batch/store/record.js';
import { endRun, runCounts, settle, settleReused, startRun } from '../../../../src/batch/store/runs.js';
import { resultSchema } from '../../../../src/result.js';
import { rebuild, result, source } from '../../../support/result.js';
import { dependencyOn, record } from '../../../support/stored.js';
import { eachWithStore, engines } from '../../../support/stores.js';

describe.each(engines)('%s', { timeout: 120_000 }, (engine) => {
  let store: Store;
  eachWithStore(engine, (opened) => {
    store = opened;
  });

  const count = async (table: string): Promise<number> =>
    (await store.executeSql(`select count(*) from reprove.${table}`)).rows[0].count;

  test('a result is stored once, with all that it names, and comes back whole', async () => {
    const value = result({ rebuilds: [rebuild()] });
    const first = await record(store, value);
    const again = await record(store, value);
    expect([first.fresh, again.fresh, again.id]).toEqual([true, false, first.id]);
    expect(await count('results')).toBe(1);
    expect(await count('findings')).toBe(value.findings.length);
    expect(await count('unexplained')).toBe(value.verdict.unexplained.length);
    expect(await count('result_plans')).toBe(1);
    const { rows } = await store.executeSql('select blob from reprove.results');
    expect(resultSchema.parse(JSON.parse((await store.blobs.read(rows[0].blob))!))).toEqual(value);
  });

  test('the same work with another conclusion is a row of its own', async () => {
    await record(store, result());
    await record(store, result({ verdict: { ...result().verdict, kind: 'suspicious' } }));
    expect(await count('results')).toBe(2);
    expect(await count('releases')).toBe(1);
  });

  test('a tag that is elsewhere than it was is told with where it was', async () => {
    await record(store, result());
    const moved = await record(store, result({ source: source({ commit: 'f'.repeat(40) }) }));
    expect(moved.movedTags).toEqual([
      {
        repository: source().repository,
        tag: source().ref,
        commit: 'f'.repeat(40),
        from: [source().commit],
      },
    ]);
  });

  test('text that a database has no room for is stored as far as it goes', async () => {
    const value = result({
      release: { ...result().release, publisher: `a\0b\ud800${'x'.repeat(10_000)}` },
    });
    await record(store, value);
    const { rows } = await store.executeSql('select publisher from reprove.releases');
    expect(rows[0].publisher).toMatch(/^a\ufffdb\ufffdx{400}/);
  });

  test('what one transaction stores is gone with it', async () => {
    const kept = await keepResult(store.blobs, result());
    const failing = store.transaction(async (session) => {
      await recordResult(session, kept, { rules: 'r1' });
      throw new Error('stopped');
    });
    await expect(failing).rejects.toThrow('stopped');
    expect(await count('results')).toBe(0);
    expect(await count('releases')).toBe(0);
  });

  test('a run settles each dependency once, and the next night finds the results', async () => {
    const dependency = dependencyOn(result().release);
    const { name, version, integrity } = result().release;
    const local = { ...dependency, kind: 'folder', name: 'mine', reason: 'a folder' };
    const inputs = { inputs: 'package-lock.json', rules: 'r1', dependencies: [dependency, local] };
    const first = await store.transaction((session) => startRun(session, inputs));
    const { id } = await record(store, result());
    const key = { name, version, integrity };
    const settled = await store.transaction((session) =>
      settle(session, key, { state: 'verified', resultId: id, reused: false }),
    );
    expect(settled).toEqual([first]);
    await endRun(store, first, 0);
    const second = await store.transaction((session) => startRun(session, inputs));
    const found = await currentResults(store, [key, { ...key, version: '9.9.9' }], 'r1');
    expect(found.map(({ resultId }) => resultId)).toEqual([id]);
    expect(await settleReused(store, second, found)).toBe(1);
    expect(await runCounts(store, second)).toEqual({
      waiting: 0,
      verified: 1,
      reused: 1,
      failed: 0,
      notVerified: 1,
    });
  });

  test('other rules have nothing current, and say what they would redo', async () => {
    await record(store, result());
    const { name, version, integrity } = result().release;
    expect(await currentResults(store, [{ name, version, integrity }], 'r2')).toEqual([]);
  });

  test('what a database stands at is what drizzle reads', async () => {
    await record(store, result());
    const tables = await import('../../../../src/batch/store/schema.js');
    const columns = async (name: string) =>
      (
        await store.executeSql(
          `select column_name as name from information_schema.columns
           where table_schema = 'reprove' and table_name = $1`,
          [name],
        )
      ).rows
        .map((row) => row.name)
        .sort();
    const { getTableConfig } = await import('drizzle-orm/pg-core');
    for (const table of Object.values(tables)) {
      const { name, columns: declared } = getTableConfig(table);
      const snake = declared.map((column) =>
        column.name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      );
      expect(snake.sort(), name).toEqual(await columns(name));
    }
  });
});
