import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRequest } from '../../../../src/npm/registry-proxy/request.js';
import { tarballOf, tarballPath } from '../../../../src/npm/registry-proxy/tarball-path.js';

const piece = fc.constantFrom(
  '/',
  '-',
  '@',
  '%2f',
  '%2e',
  '..',
  'a',
  '1.0.0',
  '.tgz',
  'download',
  '%00',
  '?',
  '\\',
);

describe('requests of clients', () => {
  it('never name anything but a package, whatever the path', () => {
    const target = fc.oneof(
      fc.array(piece).map((pieces) => `/${pieces.join('')}`),
      fc.string({ unit: 'binary' }),
      fc.webPath(),
    );
    fc.assert(
      fc.property(fc.constantFrom('GET', 'HEAD', 'POST', 'PUT'), target, (method, path) => {
        const read = readRequest(method, path);
        const { name, version = '1.0.0' } = {
          name: 'a',
          ...('name' in read ? { name: read.name } : {}),
          ...(read.kind === 'git-tarball' ? { name: read.tarball.name } : {}),
          ...(read.kind === 'tarball' ? read.tarball : {}),
        };
        expect(name).toMatch(/^(@[^/@%\\\s]+\/)?[^/@%\\\s]+$/);
        expect(`/${name}/`).not.toMatch(/\/\.\.?\//);
        expect(version).toMatch(/^v?\d[\w.+-]*$/);
        if (method === 'PUT') expect(read.kind).toBe('refused');
      }),
    );
  });

  it('find a tarball where the proxy says that it is', () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9._-]{0,20}$/);
    const scope = fc.option(word, { nil: null });
    const version = fc.stringMatching(/^\d{1,3}\.\d{1,3}\.\d{1,3}(-[a-z0-9.]{1,8})?$/);
    fc.assert(
      fc.property(scope, word, version, (scope, base, version) => {
        const tarball = { name: scope === null ? base : `@${scope}/${base}`, version };
        expect(tarballOf(tarballPath(tarball).split('/'))).toEqual(tarball);
      }),
    );
  });
});
