import { describe, expect, it } from 'vitest';
import { collidingPaths } from '../../../../src/archive/collisions.js';
import { type Judged, judged } from '../../../support/judged.js';

const honest = { 'package.json': '{"main":"index.js"}', 'index.js': "require('./lib/b.js')\n" };
const severities = async (given: Judged) => {
  const oddities = collidingPaths(Object.keys(given.release));
  const { findings } = await judged({ ...given, oddities });
  return findings.filter(({ signal }) => signal === 'archive-trick').map(({ severity }) => severity);
};

describe('a file whose name differs from that of another in letters alone', () => {
  const source = { ...honest, 'lib/b.js': 'b\n' };

  it('is high where nothing accounts for it and the other is accounted-for code', async () => {
    expect(await severities({ release: { ...source, 'lib/B.js': 'evil\n' }, source })).toEqual(['high']);
  });

  it('is high as well where it is the other that has no evidence', async () => {
    const release = { 'lib/B.js': 'evil\n', ...source };
    expect(await severities({ release, source })).toEqual(['high']);
  });

  it('is told and no more where the source has both', async () => {
    const both = { ...source, 'lib/B.js': 'c\n' };
    expect(await severities({ release: both, source: both })).toEqual(['low']);
  });

  it('is told and no more where no code is concerned', async () => {
    const release = { ...source, 'README.md': 'a\n', 'readme.md': 'b\n' };
    expect(await severities({ release, source: { ...source, 'README.md': 'a\n' } })).toEqual(['low']);
  });
});
