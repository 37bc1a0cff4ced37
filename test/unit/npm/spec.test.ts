import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReproveError } from '../../../src/errors.js';
import { parseSpec, SpecError } from '../../../src/npm/spec.js';

const registrySpec = (name: string, wanted: string, wantedAs: string) => ({
  kind: 'registry',
  name,
  wanted,
  wantedAs,
});

describe('parseSpec', () => {
  it.each([
    ['execa', registrySpec('execa', '', 'range')],
    [' execa ', registrySpec('execa', '', 'range')],
    ['execa@', registrySpec('execa', '', 'range')],
    ['execa@*', registrySpec('execa', '*', 'range')],
    ['execa@10.0.1', registrySpec('execa', '10.0.1', 'version')],
    ['execa@v10.0.1', registrySpec('execa', 'v10.0.1', 'version')],
    ['execa@next', registrySpec('execa', 'next', 'tag')],
    ['execa@^10 || 9', registrySpec('execa', '^10 || 9', 'range')],
    ['@scope/name', registrySpec('@scope/name', '', 'range')],
    ['@scope/name@1.2.3-beta.1', registrySpec('@scope/name', '1.2.3-beta.1', 'version')],
    ['JSONStream@1.3.5', registrySpec('JSONStream', '1.3.5', 'version')],
    ['pkg:npm/execa@10.0.1', registrySpec('execa', '10.0.1', 'version')],
    ['pkg:npm/%40scope/name@1.2.3', registrySpec('@scope/name', '1.2.3', 'version')],
    ['pkg:npm/execa', registrySpec('execa', '', 'range')],
    ['./x.tgz', { kind: 'file', path: '/here/x.tgz' }],
    ['x.tgz', { kind: 'file', path: '/here/x.tgz' }],
    ['../x y.tar.gz', { kind: 'file', path: '/x y.tar.gz' }],
    ['/tmp/a/x.tgz', { kind: 'file', path: '/tmp/a/x.tgz' }],
    ['file:x.tgz', { kind: 'file', path: '/here/x.tgz' }],
    ['file:///tmp/a%20b.tgz', { kind: 'file', path: '/tmp/a b.tgz' }],
  ])('reads %s', async (text, expected) => {
    expect(await parseSpec(text, '/here')).toEqual(expected);
  });

  it.each([
    ['', /empty/],
    ['   ', /empty/],
    ['a\nb', /control/],
    ['a\u0000', /control/],
    ['x'.repeat(6_000), /too long/],
    ['sindresorhus/execa', /git repository/],
    ['git+https://host.example/a/b.git', /git repository/],
    ['https://host.example/x.tgz', /is an address/],
    ['other@npm:execa@1', /alias/],
    ['./folder', /folder/],
    ['..', /folder/],
    ['.hidden@1', /no spec/],
    ['name@a b c/', /./],
    ['pkg:cargo/serde@1.0.0', /type cargo/],
    ['pkg:npm/', /no package URL/],
    ['pkg:npm/execa@1.0.0?repository_url=host.example', /qualifiers/],
  ])('refuses %j', async (text, message) => {
    const error = await parseSpec(text, '/here').catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(SpecError);
    expect(error).toMatchObject({ code: 'E_BAD_SPEC', exitCode: 2, message: expect.stringMatching(message) });
  });

  it('repeats no password of an address', async () => {
    const error = await parseSpec('https://user:s3cret@host.example/x.tgz?token=s3cret').catch(
      (cause: Error) => cause,
    );
    expect((error as Error).message).not.toContain('s3cret');
    expect((error as Error).message).toContain('host.example');
  });

  it('gives a spec or one clear line for any text', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.string().map((rest) => `pkg:npm/${rest}`),
        ),
        async (text) => {
          const outcome = await parseSpec(text, '/here').catch((cause: unknown) => cause);
          if (outcome instanceof Error) {
            expect(outcome).toBeInstanceOf(ReproveError);
            expect(outcome.message).not.toContain('\n');
          }
        },
      ),
    );
  });
});
