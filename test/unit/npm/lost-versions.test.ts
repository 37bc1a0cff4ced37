import { expect, it, vi } from 'vitest';
import { lostVersions, optionalVersions, withoutVersions } from '../../../src/npm/lost-versions.js';
import { registryUpstream } from '../../../src/npm/toolchain.js';
import { temporaryFolder } from '../../support/folder.js';
import { registry } from '../../support/registry.js';
import { npmTarball } from '../../support/tarball.js';
import { testContext } from '../../support/tools.js';

const lockfile = `# yarn lockfile v1


"@team/watch@^2.0.0":
  version "2.0.1"
  resolved "https://one.example/@team/watch/-/watch-2.0.1.tgz#aa"
  dependencies:
    plain "^1.0.0"
  optionalDependencies:
    native "^1.2.2"
    "@team/other" "1.x || 2"

"@team/other@1.x || 2":
  version "1.5.0"
  resolved "https://one.example/@team/other/-/other-1.5.0.tgz#bb"

native@^1.0.0, native@^1.2.2:
  version "1.2.4"
  resolved "https://one.example/native/-/native-1.2.4.tgz#cc"
  dependencies:
    plain "^1.0.0"

plain@^1.0.0:
  version "1.0.0"
  resolved "https://one.example/plain/-/plain-1.0.0.tgz#dd"
`;

it('versions that entries depend on optionally are told from others', () => {
  expect(optionalVersions(lockfile).map(({ name, version }) => `${name}@${version}`)).toEqual([
    '@team/other@1.5.0',
    'native@1.2.4',
  ]);
  expect(optionalVersions('not\na lockfile')).toEqual([]);
  expect(optionalVersions('  optionalDependencies:\n    a "1"\n<<<<<<< ours\n')).toEqual([]);
});

it('entries of lost versions are left out whole, and nothing else', () => {
  const entry = lockfile.slice(lockfile.indexOf('native@^1.0.0'), lockfile.indexOf('plain@^1.0.0:'));
  expect(withoutVersions(lockfile, new Set(['native@1.2.4']))).toBe(
    lockfile.replace(`${entry.trimEnd()}\n`, ''),
  );
  expect(withoutVersions(lockfile, new Set(['native@9.9.9']))).toBe(lockfile);
});

it('a version is lost when the registry answers and has neither it nor, maybe, the package', async () => {
  const local = await registry({
    packages: [
      {
        name: 'native',
        versions: [
          {
            version: '1.2.13',
            tarball: npmTarball({ 'package.json': { name: 'native', version: '1.2.13' } }),
          },
        ],
      },
    ],
  });
  try {
    for (const [name, value] of Object.entries(local.env)) vi.stubEnv(name, value);
    const upstream = await registryUpstream(testContext({ cache: await temporaryFolder() }));
    const pins = ['native@1.2.4', 'native@1.2.13', 'unknown@1.0.0'].map((spec) => {
      const [name = '', version = ''] = spec.split('@');
      return { name, version, integrity: null };
    });
    expect([...(await lostVersions(pins, upstream))]).toEqual(['native@1.2.4', 'unknown@1.0.0']);
  } finally {
    vi.unstubAllEnvs();
    await local.close();
  }
});
