import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isPinned } from '../../../src/batch/pin.js';

const hash = (algorithm: string, text: string) => {
  const digest = createHash(algorithm).update(text);
  return algorithm === 'hex' ? '' : `${algorithm}-${digest.digest('base64')}`;
};
const tarball = {
  integrity: hash('sha512', 'tarball'),
  shasum: createHash('sha1').update('tarball').digest('hex'),
};

describe('a tarball', () => {
  it.each([
    ['sha512', hash('sha512', 'tarball')],
    ['sha1, as in old lockfiles', hash('sha1', 'tarball')],
    ['several, of which the strongest counts', `${hash('sha1', 'other')} ${hash('sha512', 'tarball')}`],
  ])('is the pinned one by %s', (_, pin) => {
    expect(isPinned(pin, tarball)).toBe(true);
  });

  it('is held to another hash where that is known of it as well', () => {
    const known = { ...tarball, integrity: `${tarball.integrity} ${hash('sha256', 'tarball')}` };
    expect(isPinned(hash('sha256', 'tarball'), known)).toBe(true);
    expect(isPinned(hash('sha256', 'other'), known)).toBe(false);
    expect(isPinned(hash('sha512', 'other'), known)).toBe(false);
  });

  it.each([
    ['sha512', hash('sha512', 'other')],
    ['sha1', hash('sha1', 'other')],
    ['several, of which the weaker would hold', `${hash('sha1', 'tarball')} ${hash('sha512', 'other')}`],
  ])('is another by %s', (_, pin) => {
    expect(isPinned(pin, tarball)).toBe(false);
  });

  it.each([
    ['sha384', hash('sha384', 'tarball')],
    ['nothing', ''],
    ['no hash', 'sha512'],
    ['md5', hash('md5', 'tarball')],
  ])('is not known to be the pinned one by %s', (_, pin) => {
    expect(isPinned(pin, tarball)).toBeNull();
  });
});
