import { describe, expect, it } from 'vitest';
import { predecessors } from '../../../../src/npm/provenance/predecessors.js';
import { statesAttestations } from '../../../support/attested-release.js';

const integrity = `sha512-${Buffer.alloc(64).toString('base64')}`;

/** Releases, the nearest first; those with a star have attestations. */
const history = (...versions: string[]) =>
  versions.map((one) => ({
    version: one.replace('*', ''),
    manifest: { dist: { integrity, ...(one.endsWith('*') ? statesAttestations : {}) } },
  }));

describe('attestations are missing', () => {
  it.each([
    ['when the release before had them', ['1.0.0*'], { since: '1.0.0', previous: true }],
    ['when one shortly before had them', ['1.0.1', '1.0.0*'], { since: '1.0.0', previous: false }],
  ])('%s', (_, versions, expected) => {
    expect(predecessors({}, history(...versions), 'thing').missing).toEqual(expected);
  });

  it.each([
    ['when no release before had them', ['1.0.0']],
    ['when that was long ago', ['1.0.5', '1.0.4', '1.0.3', '1.0.2', '1.0.1', '1.0.0*']],
    ['of the first release', []],
  ])('not %s', (_, versions) => {
    expect(predecessors({}, history(...versions), 'thing').missing).toBeNull();
  });

  it('not of a release that has them', () => {
    expect(predecessors(statesAttestations, history('1.0.0*'), 'thing').missing).toBeNull();
  });
});

it('the nearest two that have them are compared with, where their digest is stated', () => {
  const broken = { version: '1.3.1', manifest: { dist: { ...statesAttestations, integrity: 'none' } } };
  const { attested } = predecessors({}, [broken, ...history('1.3.0*', '1.2.0', '1.1.0*', '1.0.0*')], 'thing');
  expect(attested).toEqual([
    { version: '1.3.0', sha512: '00'.repeat(64) },
    { version: '1.1.0', sha512: '00'.repeat(64) },
  ]);
});
