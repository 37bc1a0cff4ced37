import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { conclude } from '../../../../src/batch/conclude.js';
import { openStore } from '../../../../src/batch/store/open.js';
import { run } from '../../../../src/cli/run.js';
import type { Services } from '../../../../src/cli/services.js';
import { decide } from '../../../../src/policy/decide.js';
import { configuration, hooked, hookedWaivers } from '../../../support/policy.js';
import { resultOf, runOf } from '../../../support/stored.js';

let state: string;
const place = () =>
  ({ kind: 'pglite', state, blobs: { kind: 'folder', folder: join(state, 'blobs') } }) as const;
const open = () => openStore(place(), { signal: new AbortController().signal });
beforeAll(async () => {
  state = await mkdtemp(join(tmpdir(), 'reprove-policy-cli-'));
  const store = await open();
  await runOf(store, [
    resultOf('plain', '1.0.0'),
    { ...hooked(), release: { ...hooked().release, integrity: 'sha512-x' } },
  ]);
  await store.close();
}, 240_000);
afterAll(() => rm(state, { recursive: true, force: true }));

async function reprove(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    stdout: { write: (text: string) => out.push(text) },
    stderr: { write: (text: string) => err.push(text) },
    env: { REPROVE_STATE: state, HOME: state },
    cwd: state,
  };
  const services = { deciding: async () => ({ decide }) } as unknown as Services;
  const exitCode = await run(args, io, services, new AbortController().signal);
  return { exitCode, stdout: out.join(''), stderr: err.join('') };
}
const configured = (content: object) =>
  writeFile(join(state, 'reprove.config.json'), JSON.stringify(content));

test('policy test says what would be decided otherwise', { timeout: 240_000 }, async () => {
  await configured({});
  const json = async () => JSON.parse((await reprove('policy', 'test', '--json')).stdout);
  expect(await json()).toMatchObject({ results: 2, failing: [{ name: 'tiny' }], changed: [] });
  await configured({
    policy: { rules: [{ packages: ['plain'], level: 'bit-identical' }] },
    waivers: [...hookedWaivers(), { ...hookedWaivers()[0], path: 'y.js' }],
  });
  expect(await json()).toMatchObject({
    failing: [{ name: 'plain', decision: { reasons: [{ rule: 'policy.rules[0].level' }, {}] } }],
    changed: [
      { name: 'plain', before: 0, decision: { exitCode: 1 } },
      { name: 'tiny', before: 1, decision: { exitCode: 0 } },
    ],
    idle: [{ waiver: 'waivers[3]', state: 'unused' }],
  });
  const { exitCode, stdout } = await reprove('policy', 'test', '--run', '1');
  expect(exitCode).toBe(1);
  expect(stdout).toContain('2 results: 1 pass, 1 fail; 2 decided otherwise than before');
  expect(stdout).toContain('content-identical is less than bit-identical (policy.rules[0].level)');
  expect(await reprove('policy', 'test', '--since', 'monday')).toMatchObject({ exitCode: 2 });
  expect(await reprove('policy', 'test', '--run', '99')).toMatchObject({ exitCode: 2 });
  expect(
    JSON.parse((await reprove('policy', 'test', '--json', '--since', '2026-11-01')).stdout).results,
  ).toBe(0);
});

test('a run is held to the policy, and what is waived fails it no more', { timeout: 240_000 }, async () => {
  const store = await open();
  const came = (content: object, strict = false) =>
    conclude(store, 1, strict, { config: configuration(content), blobs: store.blobs });
  try {
    expect(await came({})).toMatchObject({ exitCode: 1, policy: null });
    const waivers = hookedWaivers();
    expect(await came({ waivers }, true)).toMatchObject({
      exitCode: 0,
      policy: { failing: [], waived: 1, idle: [] },
    });
    expect(await came({ waivers: waivers.slice(1) })).toMatchObject({ exitCode: 1 });
    const rules = [{ packages: ['plain'], minimumAgeDays: 3_650 }];
    expect(await came({ waivers, policy: { rules } })).toMatchObject({
      exitCode: 1,
      policy: { failing: [{ name: 'plain' }] },
    });
    await store.executeSql("update reprove.results set blob = repeat('0', 64) where level is not null");
    expect(await came({ waivers })).toMatchObject({ exitCode: 3, policy: { failing: [{ name: 'plain' }] } });
  } finally {
    await store.close();
  }
});

test('waive takes a stored result', { timeout: 240_000 }, async () => {
  await configured({});
  const terms = ['--reason', 'x', '--by', 'ann', '--expires', '10d', '--dry-run'];
  const { exitCode, stdout } = await reprove('waive', 'tiny@1.2.3', '--path', 'x.js', ...terms);
  expect({ exitCode, waivers: JSON.parse(stdout) }).toMatchObject({
    exitCode: 0,
    waivers: [{ path: 'x.js' }],
  });
  expect(await reprove('waive', 'tiny@9.9.9', '--path', 'x.js', ...terms)).toMatchObject({ exitCode: 2 });
});
