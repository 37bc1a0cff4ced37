import { describe, expect, it } from 'vitest';
import { listRelease } from '../../../src/autotools/list.js';
import { contextOf } from '../../support/source-claim.js';

const listed = (spec: string) => listRelease(spec, contextOf('/nowhere', null));

describe('what a batch knows an address by', () => {
  it('is another for each address where nobody states a digest', async () => {
    const all = await Promise.all(
      [
        'https://one.example/tool-1.2.3.tar.gz',
        'https://two.example/tool-1.2.3.tar.gz',
        'https://one.example/tool-1.2.3.tar.xz',
      ].map(listed),
    );
    expect(all.map(({ version, integrity }) => [version, integrity])).toEqual(all.map(() => ['1.2.3', null]));
    expect(new Set(all.map(({ name }) => name)).size).toBe(3);
    for (const { name } of all) expect(name).toMatch(/^pkg:generic\/tool\?download_url=https%3A/);
  });

  it('is its name and the digest where there is one', async () => {
    const digest = 'a'.repeat(64);
    const spec = `pkg:generic/tool@1.2.3?checksum=sha256:${digest}&download_url=https://one.example/x`;
    expect(await listed(spec)).toEqual({
      name: 'pkg:generic/tool',
      version: '1.2.3',
      integrity: `sha256-${Buffer.from(digest, 'hex').toString('base64')}`,
      spec,
    });
  });

  it.each([
    ['./tool-1.2.3.tar.xz', /is a file of this machine/],
    ['https://one.example/tool.tar.gz', /says no name and version/],
  ])('is nothing for %s', async (spec, says) => {
    await expect(listed(spec)).rejects.toThrow(says);
  });
});
