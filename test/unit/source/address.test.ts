import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Address, parseAddress, sameRepository } from '../../../src/source/address.js';

const parsed = (text: string): Address => {
  const address = parseAddress(text, 'release');
  if (address.kind !== 'address') throw new Error(address.reason);
  return address;
};

describe('addresses of repositories', () => {
  it.each([
    'owner/name',
    'github:owner/name',
    'git@github.com:owner/name.git',
    'git+ssh://git@github.com/owner/name.git',
    'ssh://git@github.com:owner/name.git',
    'git://github.com/owner/name',
    'git+https://user:secret@github.com/owner/name.git',
    'https://www.github.com/owner/name/',
    'HTTPS://GitHub.com/owner/name.git#main',
    'http://github.com/owner/name.git/',
    'https://github.com:443/owner/name',
    'https://github.com/owner/name/issues',
    'https://github.com/owner/name#readme',
  ])('reads %s', (text) => {
    const { url, cloneUrl } = parsed(text);
    expect([url, cloneUrl]).toEqual(['https://github.com/owner/name', 'https://github.com/owner/name.git']);
  });

  it.each([
    ['gitlab:group/sub/name', 'https://gitlab.com/group/sub/name'],
    ['bitbucket:owner/name', 'https://bitbucket.org/owner/name'],
    ['gist:11081aaa281', 'https://gist.github.com/11081aaa281'],
    ['https://codeberg.org/owner/name.git', 'https://codeberg.org/owner/name'],
    ['https://git.example.com:8443/a/b.git/', 'https://git.example.com:8443/a/b'],
    ['git+ssh://git@git.example.com:2222/a/b.git', 'ssh://git.example.com:2222/a/b'],
    ['git@git.example.com:a/b.git', 'ssh://git.example.com/a/b'],
    ['git+http://git.example.com/a', 'http://git.example.com/a'],
  ])('reads %s', (text, url) => {
    expect(parsed(text).url).toBe(url);
  });

  it.each([
    ['https://github.com/owner/name/tree/main/packages/x', 'packages/x', 'main'],
    ['git+https://github.com/owner/name.git/tree/v1/packages/x/', 'packages/x', 'v1'],
    ['https://github.com/owner/name/blob/main/packages/x/readme.md', 'packages/x', 'main'],
    ['https://gitlab.com/a/b/c/-/tree/main/packages/x', 'packages/x', 'main'],
    ['https://codeberg.org/owner/name/src/branch/main/packages/x', 'packages/x', 'main'],
    ['https://bitbucket.org/owner/name/src/main/packages/x', 'packages/x', 'main'],
    ['https://github.com/owner/name/tree/main/../../x', null, 'main'],
  ])('finds the folder that %s points into', (text, directory, committish) => {
    expect(parsed(text)).toMatchObject({ directory, committish });
  });

  it('gives a second address for those whose credentials are an ssh key', () => {
    expect(parsed('owner/name').sshUrl).toBe('ssh://git@github.com/owner/name.git');
  });

  it('keeps no credentials', () => {
    const { url, cloneUrl } = parsed('https://user:secret@git.example.com/a/b');
    expect(url + cloneUrl).not.toMatch(/user|secret/);
  });

  it.each([
    '',
    '-x/y',
    '--upload-pack=touch /tmp/x',
    'ext::sh',
    'ext::sh -c touch% /tmp/x',
    'fd::17',
    'file:///etc',
    'git+file:///etc',
    '/etc',
    '../x',
    '~/x',
    'C:\\x',
    '\\\\host\\share',
    'https://github.com/a/b\n--x',
    'https://github.com/a b',
    'ssh://-oProxyCommand=x/y',
    'ssh://git.example.com/-x',
    'git@git.example.com:-x',
    'github:a/..',
    'javascript:alert(1)',
    'ftp://example.com/x',
    'http://localhost:8080/x',
    'http://127.0.0.1/x',
    'http://2130706433/x',
    'http://[::ffff:127.0.0.1]/x',
    'http://169.254.169.254/latest',
    'https://example.com',
    'ssh://.@git.example.com/x',
    'ssh://-oProxyCommand@git.example.com/x',
  ])('does not take %j from a release', (text) => {
    expect(parseAddress(text, 'release').kind).toBe('unusable');
  });

  it('does not take thousands of characters', () => {
    expect(parseAddress(`https://example.com/${'x'.repeat(3000)}`, 'release').kind).toBe('unusable');
  });

  it.each(['/srv/x', './x', '../x', 'file:///srv/x'])('takes the folder %s from a user', (text) => {
    expect(parseAddress(text, 'user')).toMatchObject({
      kind: 'address',
      local: expect.stringMatching(/^\//),
    });
  });

  it('tells a user to leave passwords to a credential helper', () => {
    expect(parseAddress('https://a:b@git.example.com/x', 'user')).toMatchObject({
      reason: expect.stringContaining('credential helper'),
    });
  });

  it('never gives git anything but an address of a network protocol', () => {
    const scheme = fc.constantFrom(
      '',
      'git+',
      'ext::',
      'file://',
      'https://',
      'ssh://',
      'git@',
      '-',
      '--x=',
      'github:',
    );
    const hostile = fc.string({ unit: fc.constantFrom(...'a-:/@.#\\ \n%{}~+=1'), maxLength: 30 });
    fc.assert(
      fc.property(scheme, hostile, (before, text) => {
        const address = parseAddress(before + text, 'release');
        if (address.kind === 'unusable') return;
        expect(address.local).toBeNull();
        expect(address.cloneUrl).toMatch(/^(?:(?:https?|ssh|git):\/\/[\w[]|[\w.][\w.-]*@[\w.][\w.-]*:[^-])/);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the same repository', () => {
  it('does not depend on case, scheme, account or .git', () => {
    expect(sameRepository('https://github.com/A/b', 'ssh://git@github.com/a/B.git/')).toBe(true);
  });

  it('depends on host and path', () => {
    expect(sameRepository('https://github.com/a/b', 'https://github.com/a/bc')).toBe(false);
  });
});
