import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { configSchema } from '../../../src/config/schema.js';
import type { Plan } from '../../../src/sandbox/schema.js';
import { type Going, ownOf, rebuildWorld, served, threeSteps } from '../../support/rebuild-world.js';

const all = ['install', 'run build', 'pack'];

describe('finished rebuilds', () => {
  let world: Awaited<ReturnType<typeof rebuildWorld>>;
  beforeEach(async () => {
    world = await rebuildWorld();
  });

  it('are used for the same plan, and say so', async () => {
    const first = await world.rebuild();
    const second = await world.rebuild({ plan: threeSteps({ rank: 4, before: '2020-01-01T00:00:00.000Z' }) });
    expect([first.ran, second.ran]).toEqual([all, []]);
    expect(second.rebuild.reusedFrom).toMatch(/^\d{4}-/);
    expect(second.rebuild.plan.rank).toBe(4);
    expect({ ...second.rebuild, plan: null }).toEqual({
      ...first.rebuild,
      plan: null,
      reusedFrom: second.rebuild.reusedFrom,
    });
    const read = await second.packed!.reference.read(['index.js'], 100);
    expect(read.get('index.js')?.toString()).toBe('1\n');
  });

  it.each<[string, Partial<Going>]>([
    ['is asked for a fresh one', { fresh: true }],
    ['is of another commit', { ground: { commit: 'd'.repeat(40) } }],
    ['is of another repository', { ground: { repository: 'https://git.example/other/tiny' } }],
    ['runs in another engine', { ground: { engine: 'played 2.0' } }],
    ['asks other registries', { ground: { registries: 'there' } }],
    ['leaves its tarball elsewhere', { plan: threeSteps({ output: '.other' }) }],
    ['has another environment', { plan: threeSteps({ environment: { A: '1' } }) }],
    ['was a material of it', { own: ownOf('left-pad', '1.3.0') }],
  ])('are not used for one that %s', async (_, going) => {
    await world.rebuild();
    const second = await world.rebuild(going);
    expect(second.ran).not.toEqual([]);
    expect(second.rebuild.reusedFrom).toBeNull();
  });

  it('that the registry had a choice in are for the same release and day alone', async () => {
    const log = served({ pinnedOnly: false });
    await world.rebuild({ log });
    expect((await world.rebuild({ log })).ran).toEqual([]);
    expect((await world.rebuild({ log, own: ownOf('other') })).ran).toEqual(all);
    expect((await world.rebuild({ log, plan: threeSteps({ before: null }) })).ran).toEqual(all);
  });

  it('with the newest versions of any time are used for some days', async () => {
    const going = { log: served({ pinnedOnly: false }), plan: threeSteps({ before: null }) };
    await world.rebuild(going);
    expect((await world.rebuild(going)).ran).toEqual([]);
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 8 * 86_400_000);
    expect((await world.rebuild({ ...going, ground: { day: '2026-01-10' } })).ran).toEqual(all);
    vi.restoreAllMocks();
  });

  it('with the newest versions of any time are started from for a day', async () => {
    const log = served({ pinnedOnly: false });
    const steps = threeSteps().steps;
    await world.rebuild({ log, plan: threeSteps({ before: null }) });
    const other = threeSteps({
      before: null,
      steps: [...steps.slice(0, 2), { ...steps[2]!, command: ['other'] }],
    });
    expect((await world.rebuild({ log, plan: other })).ran).toEqual(['pack']);
  });

  // git ends with 128 for what it calls fatal, with 129 for wrong usage.
  it.each([2, 128, 129])('that failed by themselves, with exit code %i, are used', async (exitCode) => {
    const outcomes = { 'run build': { exitCode } };
    const first = await world.rebuild({ outcomes });
    const steps = threeSteps().steps.map((step) => ({ ...step, name: `my ${step.name}` }));
    const second = await world.rebuild({ plan: threeSteps({ steps }) });
    expect(first.rebuild.failure).toMatchObject({ cause: 'build-failed', step: 'run build' });
    expect(second.rebuild.failure).toMatchObject({ cause: 'build-failed', step: 'my run build' });
    expect(second.ran).toEqual([]);
  });

  it.each<[string, Partial<Going>]>([
    ['the limit of memory', { outcomes: { 'run build': { exitCode: 1, endedBy: 'memory' } } }],
    ['the limit of time', { outcomes: { 'run build': { exitCode: null, endedBy: 'wall-time' } } }],
    ['a signal', { outcomes: { 'run build': { exitCode: 137 } } }],
    ['a signal of the lowest number', { outcomes: { 'run build': { exitCode: 130 } } }],
    [
      'the registry',
      {
        outcomes: { install: { exitCode: 1 } },
        log: served({ faulty: true, notes: ['could not be asked'] }),
      },
    ],
  ])('that were ended by %s are not kept', async (_, going) => {
    await world.rebuild(going);
    expect(await world.kept('rebuilds')).toEqual([]);
  });

  it('that failed where the release was kept back are used for that release alone', async () => {
    const going = { outcomes: { install: { exitCode: 1 } }, log: served({ leftOut: true }) };
    await world.rebuild(going);
    expect((await world.rebuild(going)).ran).toEqual([]);
    expect((await world.rebuild({ ...going, own: ownOf('other') })).ran).toEqual(['install']);
  });

  it('that failed for want of a package are tried again after a week', async () => {
    const going = { outcomes: { install: { exitCode: 1 } }, log: served({ refusals: ['no such package'] }) };
    await world.rebuild(going);
    expect((await world.rebuild(going)).ran).toEqual([]);
    vi.useFakeTimers({ now: Date.now() + 8 * 24 * 3_600_000, toFake: ['Date'] });
    expect((await world.rebuild(going)).ran).toEqual(['install']);
    vi.useRealTimers();
  });

  it.each(['packed.tgz', 'record.json'])('with another %s are done again, and replaced', async (name) => {
    await world.rebuild();
    const [key = ''] = await world.kept('rebuilds');
    await writeFile(join(world.cache, 'rebuilds', key, name), '{"madeAt":"now"}');
    expect((await world.rebuild()).rebuild).toMatchObject({ outcome: 'packed', reusedFrom: null });
    expect((await world.rebuild()).ran).toEqual([]);
  });

  it('go when there is no room, those unused for longest first', async () => {
    const config = configSchema.parse({ cache: { sharedBytes: 70_000 } });
    world = await rebuildWorld({ config });
    // Failures leave nothing but a record.
    const fail = (name: string) => {
      const steps = threeSteps().steps.slice(0, 1) as Plan['steps'];
      return world.rebuild({
        plan: threeSteps({ steps, environment: { name } }),
        outcomes: { install: { exitCode: 1, lastLines: ['x'.repeat(20_000)] } },
      });
    };
    for (const name of ['a', 'b', 'a', 'c', 'd']) await fail(name);
    expect((await fail('a')).ran).toEqual([]);
    expect((await fail('b')).ran).toEqual(['install']);
  });
});
