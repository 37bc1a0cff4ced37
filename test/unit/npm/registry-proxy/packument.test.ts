import { describe, expect, it } from 'vitest';
import { servedPackument } from '../../../../src/npm/registry-proxy/packument.js';

describe('the served packument', () => {
  it('states no time that is none: npm takes such a version for one that is not out yet', () => {
    const upstream = {
      versions: { '1.0.0': {}, '1.0.1': {} },
      time: { '1.0.0': 'never', '1.0.1': '2024-01-01T00:00:00.000Z', '1.0.2': '2025-01-01T00:00:00.000Z' },
      'dist-tags': {},
    };
    const past = { versions: new Set(['1.0.0', '1.0.1']), tags: { latest: '1.0.1' }, note: null };
    const served = servedPackument('plain', upstream, past, 'full', 'http://127.0.0.1/');
    const day = '2024-01-01T00:00:00.000Z';
    expect(served).toMatchObject({ versions: { '1.0.0': {}, '1.0.1': {} } });
    expect(served).toHaveProperty('time', { created: day, modified: day, '1.0.1': day });
  });
});
