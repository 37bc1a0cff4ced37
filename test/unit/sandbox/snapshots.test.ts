import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Plan } from '../../../src/sandbox/schema.js';
import { snapshotPoints } from '../../../src/sandbox/snapshots.js';
import { type Going, ownOf, rebuildWorld, served, threeSteps } from '../../support/rebuild-world.js';

const withStep = (index: number, change: Partial<Plan['steps'][0]>): Plan =>
  threeSteps({ steps: threeSteps().steps.map((step, at) => (at === index ? { ...step, ...change } : step)) });

/** Another package of the same repository, packed alone or built by a step of its own. */
const packedElsewhere = withStep(2, { directory: 'packages/b' });
const builtElsewhere = withStep(1, { directory: 'packages/b' });

describe('snapshots', () => {
  let world: Awaited<ReturnType<typeof rebuildWorld>>;
  beforeEach(async () => {
    world = await rebuildWorld();
  });

  it('are taken where the install ends and where packing begins', () => {
    const [install, build, pack] = threeSteps().steps as [
      Plan['steps'][0],
      Plan['steps'][0],
      Plan['steps'][0],
    ];
    expect(snapshotPoints({ steps: [install, build, build, pack, pack] })).toEqual([1, 3]);
    expect(snapshotPoints({ steps: [install, pack] })).toEqual([1]);
    expect(snapshotPoints({ steps: [pack] })).toEqual([]);
  });

  it('let another package of the commit start after the build they share', async () => {
    await world.rebuild();
    const second = await world.rebuild({
      plan: { ...packedElsewhere, before: '2020-01-01T00:00:00.000Z' },
      own: ownOf('b'),
    });
    expect(second).toMatchObject({ ran: ['pack'], checkedOut: false });
    expect(second.rebuild).toMatchObject({
      outcome: 'packed',
      reusedFrom: null,
      materials: served().materials,
    });
    expect(second.rebuild.steps.map(({ reusedFrom }) => reusedFrom !== null)).toEqual([true, true, false]);
    expect(second.left.sort()).toEqual([
      '.out',
      'did-build',
      'did-install',
      'did-pack',
      'edited',
      'source.js',
    ]);
  });

  it('let one that is built otherwise start after the install, without what the first build left', async () => {
    await world.rebuild();
    const second = await world.rebuild({ plan: builtElsewhere, outcomes: { 'run build': { exitCode: 1 } } });
    expect(second).toMatchObject({ ran: ['run build'], checkedOut: false });
    expect(second.left).not.toContain('did-pack');
  });

  it.each<[string, Partial<Going>]>([
    ['another commit', { ground: { commit: 'd'.repeat(40) } }],
    ['a release that was a material', { own: ownOf('left-pad', '1.3.0') }],
    ['another install', { plan: withStep(0, { command: ['npm', 'install'] }) }],
    ['a fresh rebuild', { fresh: true }],
  ])('are not used for %s', async (_, going) => {
    await world.rebuild();
    const plan = going.plan ?? packedElsewhere;
    expect(await world.rebuild({ ...going, plan })).toMatchObject({
      ran: ['install', 'run build', 'pack'],
      checkedOut: true,
    });
  });

  it('that the registry had a choice in are for the same release and day alone', async () => {
    const log = served({ pinnedOnly: false });
    await world.rebuild({ log });
    expect((await world.rebuild({ log, plan: packedElsewhere })).ran).toEqual(['pack']);
    expect((await world.rebuild({ log, plan: packedElsewhere, own: ownOf('b') })).checkedOut).toBe(true);
  });

  it.each<[string, Partial<Going>]>([
    [
      'an install that failed',
      { plan: withStep(0, { optional: true }), outcomes: { install: { exitCode: 1 } } },
    ],
    ['an install that was ended', { outcomes: { install: { exitCode: null, endedBy: 'disk' } } }],
    ['what the registry failed to answer', { log: served({ faulty: true }) }],
    ['what took no time', { outcomes: { install: { wallSeconds: 0 }, 'run build': { wallSeconds: 0 } } }],
  ])('are not taken after %s', async (_, going) => {
    await world.rebuild(going);
    expect(await world.kept('snapshots')).toEqual([]);
  });

  it('keep the failure of an optional step of the build', async () => {
    const optional = withStep(1, { optional: true });
    await world.rebuild({ plan: optional, outcomes: { 'run build': { exitCode: 3 } } });
    const steps = optional.steps.map((step, at) => (at === 2 ? { ...step, directory: 'b' } : step));
    const second = await world.rebuild({ plan: { ...optional, steps } });
    expect(second.ran).toEqual(['pack']);
    expect(second.rebuild.steps[1]).toMatchObject({ exitCode: 3, name: 'run build' });
  });

  it('that were changed are not used, and removed', async () => {
    await world.rebuild();
    for (const key of await world.kept('snapshots'))
      await appendFile(join(world.cache, 'snapshots', key, 'work.tar'), 'x');
    const second = await world.rebuild({ plan: packedElsewhere });
    expect(second).toMatchObject({ ran: ['install', 'run build', 'pack'], checkedOut: true });
    expect((await world.rebuild({ plan: withStep(2, { directory: 'c' }) })).ran).toEqual(['pack']);
  });

  it('are waited for: of two rebuilds at once, one installs and builds', { timeout: 20_000 }, async () => {
    const both = await Promise.all([
      world.rebuild(),
      world.rebuild({ plan: packedElsewhere, own: ownOf('b') }),
    ]);
    expect(both.map(({ ran }) => ran.length).sort()).toEqual([1, 3]);
  });

  it('are in nobody’s way when each comes from another process at the same time', async () => {
    const outcomes = await Promise.all(['1', '2', '3'].map(() => world.rebuild({ fresh: true })));
    expect(outcomes.map(({ rebuild }) => rebuild.outcome)).toEqual(['packed', 'packed', 'packed']);
    expect((await world.rebuild()).ran).toEqual([]);
  });
});
