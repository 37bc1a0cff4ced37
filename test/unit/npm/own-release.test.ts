import { describe, expect, it } from 'vitest';
import type { ResolvedRelease } from '../../../src/ecosystem.js';
import { ownRelease } from '../../../src/npm/own-release.js';

const digest = (letter: string): string => `sha512-${letter.repeat(86)}==`;

const resolved = (version: string, integrity = digest('A')) =>
  ({
    release: { name: 'tiny', version, integrity, publishedIntegrity: null },
    archive: { integrity, shasum: 'a'.repeat(40) },
  }) as ResolvedRelease;

describe('the release under verification among materials', () => {
  const own = ownRelease(resolved('1.2.3'));

  it.each([
    ['name and version', { name: 'tiny', version: '1.2.3', integrity: digest('B') }, true],
    ['the same in capitals', { name: 'Tiny', version: 'v1.2.3', integrity: digest('B') }, true],
    ['its digest under another name', { name: 'copy', version: '9.0.0', integrity: digest('A') }, true],
    ['another version', { name: 'tiny', version: '1.2.2', integrity: digest('B') }, false],
  ])('is told by %s', (_, material, is) => {
    expect(own.is(material)).toBe(is);
  });

  it('has a name of its own for each version, whatever its bytes', () => {
    const ids = [resolved('1.2.3'), resolved('1.2.4'), resolved('1.2.3', digest('C'))].map(
      (one) => ownRelease(one).id,
    );
    expect(ids[0]).not.toBe(ids[1]);
    expect(ids[0]).toBe(ids[2]);
  });

  it('is told of where other versions were served', () => {
    const notes = own.notes([
      { name: 'tiny', version: '1.0.0', integrity: digest('B') },
      { name: 'left-pad', version: '1.3.0', integrity: digest('D') },
    ]);
    expect(notes).toEqual(['tiny@1.0.0 was served: another version of the package under verification']);
  });
});
