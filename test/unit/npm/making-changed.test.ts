import { describe, expect, it } from 'vitest';
import { earlierReleases } from '../../../src/npm/earlier-releases.js';
import { makingChanged } from '../../../src/npm/making-changed.js';
import { readPackument } from '../../../src/npm/packument.js';

const packument = (versions: Record<string, object>) =>
  readPackument(JSON.stringify({ name: 'one', versions }), 'one');
const found = (versions: Record<string, object>, version = '2.0.0') => {
  const all = packument(versions);
  return makingChanged(all.versions.get(version)!, earlierReleases(all, version, 20)).map(
    ({ signal, severity, message }) => [signal, severity, message],
  );
};
const by = (name: string, more: object = {}) => ({ _npmUser: { name }, ...more });
const trusted = { _npmUser: { name: 'bot', trustedPublisher: { id: 'github', oidcConfigId: 'x' } } };

describe('earlier releases', () => {
  it('are those of lower versions, the highest first', () => {
    const all = packument({ '1.10.0': {}, '1.9.0': {}, '2.0.0': {}, '3.0.0': {}, 'not a version': {} });
    expect(earlierReleases(all, '2.0.0', 20).map(({ version }) => version)).toEqual(['1.10.0', '1.9.0']);
    expect(earlierReleases(all, '2.0.0', 1)).toHaveLength(1);
    expect(earlierReleases(all, 'latest', 20)).toEqual([]);
  });

  it('are prereleases only for prereleases of the same version', () => {
    const all = packument({ '1.0.0': {}, '1.1.0-rc.1': {}, '2.0.0-rc.1': {}, '2.0.0-rc.2': {}, '2.0.0': {} });
    const of = (version: string) => earlierReleases(all, version, 20).map((one) => one.version);
    expect(of('2.0.0')).toEqual(['1.0.0']);
    expect(of('2.0.0-rc.2')).toEqual(['2.0.0-rc.1', '1.0.0']);
  });
});

describe('publisher-changed', () => {
  it('is medium for an account that had no part in the package', () => {
    expect(found({ '1.0.0': by('ann'), '1.1.0': by('ben'), '2.0.0': by('mallory') })).toEqual([
      [
        'publisher-changed',
        'medium',
        'published by "mallory", who is no publisher or maintainer of the 2 releases before; those were by "ben", "ann"',
      ],
    ]);
  });

  it('is low for one who was a maintainer already', () => {
    const before = by('ann', { maintainers: [{ name: 'ann' }, { name: 'ben' }] });
    expect(found({ '1.0.0': before, '2.0.0': by('ben') }).map(([, severity]) => severity)).toEqual(['low']);
  });

  it('is silent for one who published before, whoever did since', () => {
    expect(found({ '1.0.0': by('ann'), '1.1.0': by('ben'), '2.0.0': by('ann') })).toEqual([]);
  });

  it('is silent where nobody is named, before or now', () => {
    expect(found({ '1.0.0': {}, '2.0.0': by('ann') })).toEqual([]);
    expect(found({ '1.0.0': by('ann'), '2.0.0': {} })).toEqual([]);
    expect(found({ '1.0.0': by('ann'), '2.0.0': { _npmUser: ['x'] } })).toEqual([]);
  });

  it('tells of a token where the release before was by trusted publishing', () => {
    expect(found({ '1.0.0': trusted, '2.0.0': by('bot') })).toEqual([
      [
        'publisher-changed',
        'medium',
        'published with a token or password; 1.0.0 was by trusted publishing from "github"',
      ],
    ]);
    expect(found({ '1.0.0': trusted, '2.0.0': trusted })).toEqual([]);
    expect(found({ '1.0.0': by('bot'), '2.0.0': trusted })).toEqual([]);
  });
});

describe('repository-changed', () => {
  const at = (url: unknown) => ({ repository: url });

  it('has both addresses', () => {
    const versions = {
      '1.0.0': at('github:team/one'),
      '2.0.0': at({ url: 'https://github.com/mallory/one' }),
    };
    expect(found(versions)).toEqual([
      [
        'repository-changed',
        'medium',
        'the repository is "https://github.com/mallory/one"; of 1.0.0 it was "github:team/one"',
      ],
    ]);
  });

  it('is silent for another spelling of the same', () => {
    const versions = {
      '1.0.0': at('team/one'),
      '2.0.0': at({ type: 'git', url: 'git+ssh://git@github.com/team/one.git' }),
    };
    expect(found(versions)).toEqual([]);
  });

  it('goes by the nearest release that states one', () => {
    expect(found({ '1.0.0': at('team/one'), '1.1.0': {}, '2.0.0': {} })).toEqual([
      ['repository-changed', 'medium', 'no repository is stated; of 1.0.0 it was "team/one"'],
    ]);
    expect(found({ '1.0.0': at('a/old'), '1.1.0': at('team/one'), '2.0.0': at('team/one') })).toEqual([]);
  });
});
