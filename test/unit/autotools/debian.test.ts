import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { aptSources } from '../../../src/autotools/debian/apt-sources.js';
import { filesOf, paragraphsOf } from '../../../src/autotools/debian/control.js';
import { compareVersions } from '../../../src/autotools/debian/version-order.js';

it('reads paragraphs of a control file', () => {
  const text =
    '# comment\nPackage: a\nFiles:\n 1 a\n 2 b\nno field\n\n\nPackage: b\nHomepage: https://x:1/\n';
  expect([...paragraphsOf(text)].map((fields) => Object.fromEntries(fields))).toEqual([
    { package: 'a', files: '\n1 a\n2 b' },
    { package: 'b', homepage: 'https://x:1/' },
  ]);
});

it('reads files with their digests, and nothing that is none', () => {
  const digest = 'a'.repeat(64);
  expect(filesOf(`\n${digest} 12 a.tar.xz\n${digest.slice(1)} 12 b\n${digest} x c\n`)).toEqual([
    { sha256: digest, size: 12, name: 'a.tar.xz' },
  ]);
});

it.each([
  ['1.0', '1.1'],
  ['1.9', '1.10'],
  ['1.0~rc1', '1.0'],
  ['1.0', '1.0+dfsg'],
  ['1.0-1', '1.0-2'],
  ['1.0-9', '1.0-10'],
  ['1.0', '1:0.1'],
  ['1.0a', '1.0+'],
  ['5.8.1-1', '5.8.1-1+deb13u1'],
  ['1.0~~', '1.0~'],
])('orders %s before %s, as dpkg does', (older, newer) => {
  expect(compareVersions(older, newer)).toBeLessThan(0);
  expect(compareVersions(newer, older)).toBeGreaterThan(0);
  expect(compareVersions(newer, newer)).toBe(0);
});

it("reads apt's configuration in both formats, and leaves out what it can't use", async () => {
  const folder = await mkdtemp(join(tmpdir(), 'reprove-apt-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, 'sources.list.d'));
  await writeFile(
    join(folder, 'sources.list'),
    [
      '# deb http://commented.example/debian sid main',
      'deb [arch=amd64 signed-by=/keys/a.gpg] http://one.example/debian/ stable main contrib # why',
      'deb-src http://one.example/debian stable main',
      'deb http://flat.example/ ./',
      'deb cdrom:[Disc]/ stable main',
      'deb http://odd.example/debian $(id) main',
    ].join('\n'),
  );
  await writeFile(
    join(folder, 'sources.list.d', 'x.sources'),
    [
      'Types: deb',
      'URIs: http://two.example/debian http://three.example/debian',
      'Suites: stable stable-updates',
      'Components: main',
      'Signed-By: /keys/b.gpg',
      '',
      'Types: deb',
      'URIs: http://off.example/debian',
      'Suites: stable',
      'Components: main',
      'Enabled: no',
      '',
      'Types: deb-src',
      'URIs: http://four.example/debian',
      'Suites: sid',
      'Components: main',
      'Signed-By:',
      ' -----BEGIN PGP PUBLIC KEY BLOCK-----',
      ' .',
      ' AAAA',
      ' -----END PGP PUBLIC KEY BLOCK-----',
    ].join('\n'),
  );
  await writeFile(join(folder, 'sources.list.d', 'x.list.disabled'), 'deb http://not.example/ sid main');
  const found = await aptSources(folder);
  expect(
    found.map(({ uri, suite, components, signedBy }) => [uri, suite, components.join(' '), signedBy]),
  ).toEqual([
    ['http://one.example/debian', 'stable', 'main contrib', ['/keys/a.gpg']],
    ['http://two.example/debian', 'stable', 'main', ['/keys/b.gpg']],
    ['http://two.example/debian', 'stable-updates', 'main', ['/keys/b.gpg']],
    ['http://three.example/debian', 'stable', 'main', ['/keys/b.gpg']],
    ['http://three.example/debian', 'stable-updates', 'main', ['/keys/b.gpg']],
    ['http://four.example/debian', 'sid', 'main', null],
  ]);
  expect(found.at(-1)!.keys).toContain('BLOCK-----\n\nAAAA');
});
