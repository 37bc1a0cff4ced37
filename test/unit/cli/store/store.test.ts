import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore } from '../../../../src/batch/store/open.js';
import { run } from '../../../../src/cli/run.js';
import type { Services } from '../../../../src/cli/services.js';
import { resultOf, runOf } from '../../../support/stored.js';

let state: string;
beforeAll(async () => {
  state = await mkdtemp(join(tmpdir(), 'reprove-store-cli-'));
  const place = { kind: 'pglite', state, blobs: { kind: 'folder', folder: join(state, 'blobs') } } as const;
  const store = await openStore(place, { signal: new AbortController().signal });
  await runOf(store, [resultOf('tiny', '1.0.0')]);
  await runOf(store, [resultOf('tiny', '1.0.1', {}, { publisher: 'another' })]);
  await store.close();
}, 240_000);
afterAll(() => rm(state, { recursive: true, force: true }));

async function reprove(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    stdout: { write: (text: string) => out.push(text) },
    stderr: { write: (text: string) => err.push(text) },
    env: { REPROVE_STATE: state },
    cwd: state,
  };
  const exitCode = await run(args, io, {} as Services, new AbortController().signal);
  return { exitCode, stdout: out.join(''), stderr: err.join('') };
}

test('each command prints JSON, and a database moves through a file', { timeout: 240_000 }, async () => {
  const json = async (...args: string[]) => JSON.parse((await reprove(...args, '--json')).stdout);
  expect((await json('runs')).runs).toHaveLength(2);
  expect(await json('history', 'tiny')).toMatchObject({ total: 2, entries: [{ verdict: 'reproduced' }, {}] });
  expect((await json('changes')).changes).toMatchObject([
    { kind: 'publisher', from: 'someone', to: 'another' },
  ]);
  expect(await json('db', 'migrate')).toMatchObject({ applied: [] });
  expect(await json('db', 'export', 'all.ndjson')).toMatchObject({ lines: 6 });
  expect(await json('db', 'import', 'all.ndjson')).toEqual({ results: 2, runs: 2, tags: 1 });
  expect(await json('prune', '--keep-runs', '1')).toEqual({ dryRun: false, runs: 1, results: 1, blobs: 0 });
  expect(await json('db', 'check')).toMatchObject({ state: 'current', results: 1, runs: 1, missing: [] });
});

test('wrong usage is said in a line', { timeout: 240_000 }, async () => {
  expect(await reprove('prune')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('--keep-runs'),
  });
  expect(await reprove('changes', '--since', '77')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('there is no run 77'),
  });
});
