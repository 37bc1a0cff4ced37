import { describe, expect, it } from 'vitest';
import type { Builder, Built } from '../../../src/why/builder.js';
import { experiment } from '../../../src/why/experiments.js';
import type { Setting } from '../../../src/why/setting.js';
import { type VariationName, variationNames } from '../../../src/why/variation.js';
import { plan } from '../../support/result.js';

const possible = { processors: [0, 1], nodeVersions: [], locales: null, offline: false };
const node = plan({ tools: [{ name: 'node', version: '20.1.0', reason: '' }] });

/** Builds that are played: files whose content follows from the setting and from how many builds there were. */
function played(files: Record<string, (setting: Setting, count: number) => string>) {
  let count = 0;
  const build = async (setting: Setting): Promise<Built> => {
    count += 1;
    const entries = Object.entries(files).map(([path, content]) => ({
      path,
      mode: 0o644,
      size: 1,
      sha256: content(setting, count),
      gitBlob: '',
    }));
    return { archive: { entries } } as unknown as Built;
  };
  const builder: Builder = {
    build,
    prepare: async () => undefined,
    count: () => count,
    close: async () => undefined,
  };
  return { builder, build };
}

const run = async (files: Parameters<typeof played>[0], asked: readonly VariationName[] = variationNames) => {
  const { builder, build } = played(files);
  const usual = { ...(await import('../../../src/why/setting.js')).usualSetting(node) };
  const first = await build(usual);
  const found = await experiment({ plan: node, first, builder, possible, asked }, () => undefined);
  return {
    unsteady: [...found.unsteady],
    byPath: Object.fromEntries(found.attribution.byPath),
    builds: builder.count(),
    impossible: [...found.impossible.keys()],
  };
};

const clock = ({ clock: { shift, stopped } }: Setting, count: number) => `${(stopped ?? count) + shift}`;

describe('experiments', () => {
  it('are three builds where nothing differs', async () => {
    expect(await run({ 'a.js': () => 'a' })).toEqual({
      unsteady: [],
      byPath: {},
      builds: 3,
      impossible: ['node-version'],
    });
  });

  it('tell the clock from chance', async () => {
    const files = { 'date.js': clock, 'id.js': (_: Setting, count: number) => `${count}` };
    expect(await run(files)).toMatchObject({ unsteady: ['id.js'], byPath: { 'date.js': ['time'] } });
    expect(await run(files, ['locale'])).toMatchObject({
      unsteady: ['id.js'],
      byPath: { 'date.js': ['time'] },
    });
  });

  it('tell which variation changes what', async () => {
    const files = {
      'zone.js': ({ environment }: Setting) => `${environment.TZ}`,
      'both.js': ({ environment, around }: Setting) => `${environment.TZ} ${around.host}`,
    };
    expect(await run(files)).toMatchObject({
      unsteady: [],
      byPath: { 'zone.js': ['time-zone'], 'both.js': ['time-zone', 'host-name'] },
    });
  });

  it('take nothing for the work of a variation that differs by chance now and then', async () => {
    // Alike in the first two builds, and never again.
    const rare = (_: Setting, count: number) => (count < 3 ? 'a' : `${count}`);
    expect(await run({ 'rare.js': rare })).toMatchObject({ unsteady: ['rare.js'], byPath: {} });
  });
});
