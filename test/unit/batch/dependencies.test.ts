import { describe, expect, it } from 'vitest';
import { dependenciesOf, jobsOf } from '../../../src/batch/dependencies.js';
import type { Locked } from '../../../src/npm/locked.js';

const registry = (name: string, more: Partial<Locked> = {}): Locked => ({
  kind: 'registry',
  name,
  version: '1.0.0',
  integrity: 'sha512-a',
  bundled: false,
  ...(more as object),
});

describe('dependencies of a run', () => {
  it('are each there once, and once for each tarball that is pinned', () => {
    const found = dependenciesOf(
      [registry('a'), registry('a'), registry('a', { integrity: 'sha512-b' } as Partial<Locked>)],
      'package-lock.json',
    );
    expect(jobsOf(found)).toEqual([
      { name: 'a', version: '1.0.0', integrity: 'sha512-a' },
      { name: 'a', version: '1.0.0', integrity: 'sha512-b' },
    ]);
  });

  it('are named where they are no releases, with the reason, and make no work', () => {
    const found = dependenciesOf(
      [
        { kind: 'git', name: 'forked', reference: 'git+https://git.example/forked.git' },
        { kind: 'folder', name: 'own', reference: 'packages/own' },
        registry('inner', { bundled: true } as Partial<Locked>),
      ],
      'package-lock.json',
    );
    expect(found).toMatchObject([
      { kind: 'git', name: 'forked', reason: expect.stringContaining('git') },
      { kind: 'folder', name: 'own', reason: expect.stringContaining('folder') },
      { kind: 'bundled', name: 'inner', reason: expect.stringContaining('another package') },
    ]);
    expect(jobsOf(found)).toEqual([]);
  });
});
