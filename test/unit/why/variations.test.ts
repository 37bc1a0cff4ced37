import { expect, it } from 'vitest';
import { relocated } from '../../../src/sandbox/surroundings.js';
import { usualSetting } from '../../../src/why/setting.js';
import { variationNames } from '../../../src/why/variation.js';
import { variations } from '../../../src/why/variations/index.js';
import { plan } from '../../support/result.js';

const possible = {
  processors: [2, 3],
  nodeVersions: ['20.1.0', '20.1.1', '22.0.0'],
  locales: [],
  offline: false,
};
const usual = usualSetting(plan({ tools: [{ name: 'node', version: '20.1.0', reason: '' }] }));

it('has one for each name, in that order', () => {
  expect(variations.map(({ name }) => name)).toEqual(variationNames);
});

it.each(variations.map((variation) => [variation.name, variation] as const))(
  '%s changes something',
  (_, { vary }) => {
    const changed = vary(usual, possible);
    expect(changed).not.toHaveProperty('impossible');
    expect(changed).not.toEqual(usual);
  },
);

it('says what can not be varied', () => {
  const found = (name: string) => variations.find((each) => each.name === name)!;
  expect(found('node-version').vary(usual, { ...possible, nodeVersions: ['22.0.0'] })).toHaveProperty(
    'impossible',
  );
  expect(found('network').vary(usual, { ...possible, offline: true })).toHaveProperty('impossible');
  expect(found('processors').limits(usual, { ...possible, processors: [0] })).toContain('one processor');
  expect(found('locale').limits(usual, { ...possible, locales: ['C', 'et_EE.utf8'] })).toBeNull();
});

it('takes another version of node of the same minor, else of the same major', () => {
  const vary = (nodeVersions: string[]) => {
    const { vary: by } = variations.find(({ name }) => name === 'node-version')!;
    const changed = by(usual, { ...possible, nodeVersions });
    return 'impossible' in changed ? null : changed.plan.tools[0]!.version;
  };
  expect(vary(['20.1.1', '20.2.0', '20.1.2'])).toBe('20.1.1');
  expect(vary(['20.0.5', '20.3.0'])).toBe('20.3.0');
});

it('moves paths of the sandbox, and nothing that only begins alike', () => {
  const around = { ...usual.around, workPath: '/srv/x', home: '/home/me' };
  expect(relocated('/build/.reprove-downloads:/home/builder/.npmrc', around)).toBe(
    '/srv/x/.reprove-downloads:/home/me/.npmrc',
  );
  expect(relocated('/usr/build /building', around)).toBe('/usr/build /building');
});
