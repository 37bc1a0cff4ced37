import { describe, expect, test } from 'vitest';
import { changes } from '../../../../src/batch/store/changes.js';
import { checkStore } from '../../../../src/batch/store/check.js';
import { history } from '../../../../src/batch/store/history.js';
import type { Store } from '../../../../src/batch/store/open.js';
import { prune } from '../../../../src/batch/store/prune.js';
import { latestRun, listRuns, runBefore } from '../../../../src/batch/store/run-list.js';
import { exportLines, importLines } from '../../../../src/batch/store/transfer.js';
import { changeLines } from '../../../../src/report/store/changes.js';
import { historyLines } from '../../../../src/report/store/history.js';
import { runLines } from '../../../../src/report/store/runs.js';
import { printed } from '../../../../src/report/terminal/line.js';
import type { Result } from '../../../../src/result.js';
import { comparedEntry, finding, rebuild, result, source } from '../../../support/result.js';
import { record, resultOf, runOf } from '../../../support/stored.js';
import { eachWithStore, engines, storeWorld } from '../../../support/stores.js';

const { verdict, comparison } = result();
const bad = (path: string): Partial<Result> => ({
  verdict: {
    ...verdict,
    kind: 'suspicious',
    level: null,
    summary: `${path} could act`,
    unexplained: [{ path, canAct: true, why: 'loaded', new: null, lead: null }],
  },
  comparison: {
    ...comparison!,
    entries: [...comparison!.entries, comparedEntry(path, { phantom: true, evidence: { kind: 'none' } })],
  },
  findings: [finding()],
});
const verified = (status: boolean): Result['provenance'] => ({
  attested: status,
  attestations: status
    ? [
        {
          predicateType: 'https://slsa.dev/provenance/v1',
          kind: 'provenance',
          outcome: { status: 'verified' },
          signer: { kind: 'certificate', issuer: 'https://issuer.example', identity: 'workflow' },
          logEntries: [],
          build: null,
        },
      ]
    : [],
  signatures: [],
  trustRoot: null,
  commit: null,
  repositoryAgrees: null,
  earlier: [],
  missing: null,
  unchecked: [],
});
const plain = (lines: readonly Parameters<typeof printed>[0][]) =>
  lines.map((line) => printed(line, false)).join('\n');
const lines = async (store: Store): Promise<string[]> => {
  const all: string[] = [];
  for await (const line of exportLines(store)) all.push(line);
  return all;
};
async function* each(all: readonly string[]) {
  yield* all;
}

describe.each(engines)('%s', { timeout: 120_000 }, (engine) => {
  let store: Store;
  eachWithStore(engine, (opened) => {
    store = opened;
  });

  test('what got worse, better, moved, changed hands or lost its provenance is told, and nothing else', async () => {
    const first = await runOf(store, [
      resultOf('same', '1.0.0'),
      resultOf('worse', '1.0.0'),
      resultOf('better', '1.0.0', bad('a.js')),
      resultOf('hands', '1.0.0'),
      resultOf('lost', '1.0.0', { provenance: verified(true) }),
      resultOf('moved', '1.0.0', { source: source({ repository: 'https://git.example/team/moved' }) }),
    ]);
    const elsewhere = source({ repository: 'https://git.example/team/moved', commit: 'f'.repeat(40) });
    const later = new Date(Date.now() + 1_000).toISOString();
    const second = await runOf(store, [
      resultOf('same', '1.0.0'),
      resultOf('worse', '1.0.1', bad('new.js')),
      resultOf('better', '1.0.0'),
      resultOf('hands', '1.0.1', {}, { publisher: 'someone-else' }),
      resultOf('lost', '1.0.1', { provenance: verified(false) }),
      resultOf('moved', '1.0.0', { source: elsewhere, verifiedAt: later }),
      resultOf('added', '1.0.0'),
      resultOf('added-bad', '1.0.0', bad('x.js')),
    ]);
    expect([await latestRun(store), await runBefore(store, second)]).toEqual([second, first]);
    const found = await changes(store, first, second);
    expect(plain(changeLines(first, second, found)).split('\n')).toEqual([
      `run ${second} since run ${first}: 7 changes`,
      '  added-bad 1.0.0: worse: new → ✖ suspicious',
      '    x.js could act',
      '  worse 1.0.0 → 1.0.1: worse: ✔ reproduced → ✖ suspicious',
      '    new.js could act',
      '  moved 1.0.0: tag refs/tags/v1.2.3 of https://git.example/team/moved was seen at 0123456789ab and ffffffffffff',
      '  lost 1.0.0 → 1.0.1: provenance was verified, and is absent now',
      '  hands 1.0.0 → 1.0.1: publisher someone → someone-else',
      '  worse 1.0.0 → 1.0.1: 1 new phantom: new.js',
      '  better 1.0.0: better: ✖ suspicious → ✔ reproduced',
      '    Every entry has the same bytes in its source.',
    ]);
  });

  test('lists show what is stored and let no terminal code through', async () => {
    await runOf(
      store,
      [resultOf('tiny', '1.0.0', {}, { publisher: '\x1b[2Jevil' }), resultOf('b', '1.0.0', bad('x'))],
      '\x1b[31min',
    );
    const runs = plain(runLines(await listRuns(store, { limit: 5 })));
    const { entries, total } = await history(store, 'tiny', { limit: 5 });
    const shown = `${runs}\n${plain(historyLines('tiny', entries, total, 100))}`;
    expect(shown).not.toContain('\x1b');
    expect(shown).toMatch(/2 dependencies, 1 ✖ suspicious, 1 ✔ reproduced/);
    expect(shown).toMatch(
      /tiny: 1 result\n2026-02-03 04:05 {2}1\.0\.0 {2}✔ reproduced \(content-identical\)/,
    );
  });

  test('an old run goes with what only it needed; what a run that stays names is kept', async () => {
    const old = await runOf(store, [
      resultOf('gone', '1.0.0', { rebuilds: [rebuild()] }),
      resultOf('stays', '1.0.0'),
    ]);
    const young = await runOf(store, [resultOf('stays', '1.0.0')]);
    expect(await prune(store, { runs: 1 }, true)).toEqual({ runs: 1, results: 1, blobs: 0 });
    expect((await listRuns(store, { limit: 9 })).map(({ id }) => id)).toEqual([young, old]);
    expect(await prune(store, { runs: 1 })).toEqual({ runs: 1, results: 1, blobs: 0 });
    expect((await history(store, 'gone', { limit: 9 })).total).toBe(0);
    expect((await history(store, 'stays', { limit: 9 })).total).toBe(1);
    expect((await store.executeSql('select count(*) from reprove.materials')).rows).toEqual([{ count: 0 }]);
    expect(await checkStore(store)).toMatchObject({ state: 'current', missing: [], damaged: [] });
  });

  test('the newest result of a release that a run names stays, however old', async () => {
    await runOf(store, [resultOf('tiny', '1.0.0')]);
    await record(store, resultOf('tiny', '1.0.0'), 'r2');
    await record(store, resultOf('other', '1.0.0'));
    expect(await prune(store, { since: new Date('2026-06-01') })).toMatchObject({ runs: 0, results: 1 });
    expect((await history(store, 'tiny', { limit: 9 })).total).toBe(2);
  });

  test('an export read into the other engine is the same export again, and twice is once', async (context) => {
    await runOf(store, [
      resultOf('tiny', '1.0.0', { rebuilds: [rebuild()] }),
      resultOf('b', '1.0.0', bad('x')),
    ]);
    const written = await lines(store);
    const other = await storeWorld(engine === 'pglite' ? 'postgresql' : 'pglite');
    const target = await other.open();
    if (target === null) return context.skip();
    try {
      await importLines(target, each(written));
      expect(await importLines(target, each(written))).toEqual({ results: 2, runs: 1, tags: 1 });
      expect(await lines(target)).toEqual(written);
    } finally {
      await target.close();
      await other.remove();
    }
  });

  test('what is no export is refused with its line', async () => {
    const [first] = await lines(store);
    await expect(importLines(store, each(['{}']))).rejects.toMatchObject({ code: 'E_TRANSFER', exitCode: 4 });
    await expect(importLines(store, each([first!, '{"kind":"result"}']))).rejects.toThrow(/^line 2 is not/);
  });
});
