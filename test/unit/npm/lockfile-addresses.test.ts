import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rewriteLockfileAddresses } from '../../../src/npm/lockfile-addresses.js';

const proxy = 'http://127.0.0.1:4873/';
const moved = (address: string): string =>
  JSON.parse(rewriteLockfileAddresses('package-lock.json', JSON.stringify({ resolved: address }), proxy).text)
    .resolved;

describe('tarball addresses of a lockfile', () => {
  it.each([
    ['https://registry.example/a/-/a-1.0.0.tgz', 'a/-/a-1.0.0.tgz'],
    ['http://registry.example:8080/@s/a/-/a-1.0.0-rc.1.tgz', '@s/a/-/a-1.0.0-rc.1.tgz'],
    ['https://registry.example/@s%2fa/-/a-1.0.0.tgz#0123abcd', '@s/a/-/a-1.0.0.tgz#0123abcd'],
    ['https://host.example/artifactory/api/npm/npm/a/-/a-1.0.0.tgz?x=1#0', 'a/-/a-1.0.0.tgz?x=1#0'],
    ['https://host.example/verdaccio/@s/a/-/@s/a-1.0.0.tgz', '@s/a/-/a-1.0.0.tgz'],
    ['https://host.example/download/@s/a/1.0.0/0123456789abcdef', '@s/a/-/a-1.0.0.tgz'],
    ['https://mirror.example/a/download/a-1.0.0.tgz?cache=0', 'a/-/a-1.0.0.tgz?cache=0'],
  ])('%s is moved', (address, path) => {
    expect(moved(address)).toBe(proxy + path);
  });

  it.each([
    ['git+ssh://git@git.example/team/a.git#0123'],
    ['file:../a'],
    ['https://git.example/team/a/archive/v1.0.0.tar.gz'],
    ['https://host.example/a/-/b-1.0.0.tgz'],
    ['https://host.example/a/-/../../b/-/b-1.0.0.tgz'],
    ['https://host.example/a/-/a-latest.tgz'],
  ])('%s is left alone, and told', (address) => {
    const text = JSON.stringify({ resolved: address });
    expect(rewriteLockfileAddresses('package-lock.json', text, proxy)).toEqual({
      text,
      count: 0,
      untouched: [address],
    });
  });

  it('are moved in yarn.lock, but not the keys that package.json must agree with', () => {
    const lock = (address: string) =>
      `"a@https://one.example/a/-/a-1.0.0.tgz":\r\n  version "1.0.0"\r\n  resolved "${address}#0123"\r\n`;
    const { text, count } = rewriteLockfileAddresses(
      'yarn.lock',
      lock('https://one.example/a/-/a-1.0.0.tgz'),
      proxy,
    );
    expect(text).toBe(lock(`${proxy}a/-/a-1.0.0.tgz`));
    expect(count).toBe(1);
  });

  it('are moved in yarn.lock of yarn 2 and later, inside of resolutions', () => {
    const lock = (address: string) =>
      `"a@npm:1":\n  resolution: "a@npm:1.0.0::__archiveUrl=${encodeURIComponent(address)}"\n`;
    const address = 'https://one.example/npm/a/-/a-1.0.0.tgz';
    const { text, count } = rewriteLockfileAddresses('yarn.lock', lock(address), proxy);
    expect(text).toBe(lock(`${proxy}a/-/a-1.0.0.tgz`));
    expect(count).toBe(1);
    const broken = '  resolution: "a@npm:1.0.0::__archiveUrl=https%3A%2"\n';
    expect(rewriteLockfileAddresses('yarn.lock', broken, proxy)).toMatchObject({ text: broken, count: 0 });
  });

  it('are moved in pnpm-lock.yaml, in either order of fields', () => {
    const lock = (address: string) =>
      `  /a@1.0.0:\n    resolution: {integrity: sha512-x, tarball: ${address}}\n  /b:\n    resolution: {tarball: ${address}, integrity: sha512-y}\n`;
    const { text, count } = rewriteLockfileAddresses(
      'pnpm-lock.yaml',
      lock('https://one.example/a/-/a-1.0.0.tgz'),
      proxy,
    );
    expect(text).toBe(lock(`${proxy}a/-/a-1.0.0.tgz`));
    expect(count).toBe(2);
  });

  it('are moved in bun.lock, and filled in where it means the usual registry, but not in the names of packages', () => {
    const lock = (address: string, own: string) =>
      `    "@s/a": ["@s/a@1.0.0", "${address}", { "bin": "x" }, "sha512-x"],\n    "b/@s/c": ["@s/c@1.0.0", "${own}", {}, "sha512-y"],\n` +
      '    "c": ["c@https://one.example/c/-/c-1.0.0.tgz", {}],\n';
    const text = lock('https://one.example/@s/a/-/a-1.0.0.tgz', '');
    const moved = rewriteLockfileAddresses('bun.lock', text, proxy);
    expect(moved).toEqual({
      text: lock(`${proxy}@s/a/-/a-1.0.0.tgz`, `${proxy}@s/c/-/c-1.0.0.tgz`),
      count: 2,
      untouched: [],
    });
  });

  it('are moved in the binary bun.lockb without moving anything else, where they fit', () => {
    const text =
      '\u0000\xffhttps://one.example.test/a/-/a-1.0.0.tgzhttps://12345678901234/@s/b/-/b-1.0.0.tgz\u0000' +
      'https://short.test/a/-/a-1.0.0.tgz https://one.example.test/archive.tgz';
    const moved = rewriteLockfileAddresses('bun.lockb', text, proxy);
    expect(moved).toEqual({
      text:
        `\u0000\xff${proxy}a/-/a-1.0.0.tgz?__${proxy}@s/b/-/b-1.0.0.tgz?\u0000` +
        'https://short.test/a/-/a-1.0.0.tgz https://one.example.test/archive.tgz',
      count: 2,
      untouched: ['https://short.test/a/-/a-1.0.0.tgz', 'https://one.example.test/archive.tgz'],
    });
    expect(moved.text).toHaveLength(text.length);
    expect(rewriteLockfileAddresses('bun.lockb', moved.text, proxy)).toMatchObject({
      text: moved.text,
      count: 0,
    });
  });

  it('are all that changes, and moving them twice changes nothing more', () => {
    const name = fc.constantFrom(
      'package-lock.json',
      'yarn.lock',
      'pnpm-lock.yaml',
      'bun.lock',
      'other.lock',
    );
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '\n  resolved "',
        '"resolved": "',
        'tarball: ',
        '\n "a": ["a@x", "',
        '"',
        '\n',
        'https://h.example/a/-/a-1.0.0.tgz',
      ),
    );
    fc.assert(
      fc.property(name, fc.array(piece), (file, pieces) => {
        const text = pieces.join('');
        const once = rewriteLockfileAddresses(file, text, proxy);
        if (once.count === 0) expect(once.text).toBe(text);
        expect(once.text.replaceAll(proxy, 'https://h.example/')).toBe(
          text.replaceAll(proxy, 'https://h.example/'),
        );
        expect(rewriteLockfileAddresses(file, once.text, proxy).text).toBe(once.text);
      }),
    );
  });
});
