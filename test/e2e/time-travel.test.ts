import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '../../src/result.js';
import { builtFiles, builtPackage } from '../support/built-package.js';
import { builtWorld } from '../support/built-world.js';
import type { ServedPackage } from '../support/registry.js';
import { type Engine, sandboxEngines } from '../support/sandbox-engines.js';
import { npmTarball } from '../support/tarball.js';

const engines = await sandboxEngines();

/** A minifier whose patch level changes the bytes, as they do; and more than the layout, which would be no difference. */
const minifiers = {
  '1.0.0': (text: string) => text.replace(/\s*\n\s*/g, ' '),
  '1.0.1': (text: string) =>
    text
      .replace(/\s*\n\s*/g, '')
      .replace(/^const /, 'var ')
      .replace('module.exports', 'module["exports"]'),
};
type Minifier = keyof typeof minifiers;

const tarballs = Object.fromEntries(
  Object.entries(minifiers).map(([version, minify]) => [
    version,
    npmTarball({
      'package.json': { name: 'tiny-minifier', version, main: 'index.js' },
      'index.js': `module.exports = ${minify};\n`,
    }),
  ]),
) as Record<Minifier, Buffer>;

const build = `const fs = require('node:fs');
const minify = require('tiny-minifier');
fs.mkdirSync('lib', { recursive: true });
for (const name of fs.readdirSync('source'))
  fs.writeFileSync('lib/' + name, minify(fs.readFileSync('source/' + name, 'utf8')));
`;

const published = '2024-01-02T00:00:00.000Z';
const earlier = '2023-06-01T00:00:00.000Z';
const later = '2024-02-01T00:00:00.000Z';

/** A release that was built with one version of the minifier, and what a registry says of when each was published. */
interface Scenario {
  builtWith: Minifier;
  times: Record<Minifier, string | null>;
  /** The range in package.json. */
  wanted?: string;
  /** Version that a lockfile pins; no lockfile without it. */
  locked?: Minifier;
}

function minifierPackage(times: Scenario['times']): ServedPackage {
  const versions = Object.entries(times).map(([version, time]) => ({
    version,
    tarball: tarballs[version as Minifier],
    publishedAt: time ?? 'never',
  }));
  return { name: 'tiny-minifier', versions, tags: { latest: '1.0.1' } };
}

function lockfile(wanted: string, version: Minifier): object {
  const { name, version: own } = builtPackage;
  const integrity = `sha512-${createHash('sha512').update(tarballs[version]).digest('base64')}`;
  const resolved = `https://registry.example/tiny-minifier/-/tiny-minifier-${version}.tgz`;
  return {
    name,
    version: own,
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': {
        name,
        version: own,
        license: 'MIT',
        engines: { node: '>=18' },
        devDependencies: { 'tiny-minifier': wanted },
      },
      'node_modules/tiny-minifier': { version, resolved, integrity, dev: true },
    },
  };
}

describe.each(engines.usable)('time travel in %s', (engine: Engine) => {
  let cache: string;
  beforeAll(async () => {
    cache = await mkdtemp(join(tmpdir(), 'reprove-time-travel-'));
  });
  afterAll(() => rm(cache, { recursive: true, force: true }));

  async function verify({ builtWith, times, wanted = '^1.0.0', locked }: Scenario) {
    const minify = minifiers[builtWith];
    const built = await builtWorld({
      cache,
      manifest: { devDependencies: { 'tiny-minifier': wanted } },
      files: {
        'build.js': build,
        'package-lock.json':
          locked === undefined ? null : `${JSON.stringify(lockfile(wanted, locked), null, 2)}\n`,
      },
      release: (manifest) => {
        const { 'index.js': index, 'add.js': add } = builtPackage.source;
        const lib = { 'lib/index.js': minify(index), 'lib/add.js': minify(add) };
        return { tarball: npmTarball({ ...builtFiles(manifest), ...lib }), publishedAt: published };
      },
      packages: [minifierPackage(times)],
    });
    try {
      const run = await built.world.run(['verify', 'tiny-built', '--json', '--sandbox', engine]);
      return { ...run, result: run.result };
    } finally {
      await built.remove();
    }
  }

  const minifiersServed = ({ rebuilds }: Result) =>
    rebuilds.map(({ materials }) =>
      materials.filter(({ name }) => name === 'tiny-minifier').map(({ version }) => version),
    );

  it('builds with what was the newest on the day, not with what is', { timeout: 240_000 }, async () => {
    const { exitCode, result } = await verify({
      builtWith: '1.0.0',
      times: { '1.0.0': earlier, '1.0.1': later },
    });
    expect(result.verdict).toMatchObject({ kind: 'reproduced', level: 'content-identical' });
    expect(minifiersServed(result)).toEqual([['1.0.0']]);
    expect(result.rebuilds[0]).toMatchObject({ plan: { before: published, lockfile: null }, proxyNotes: [] });
    expect(exitCode).toBe(0);
  });

  it('differs where the registry dates the newer one too early', { timeout: 240_000 }, async () => {
    const { exitCode, result } = await verify({
      builtWith: '1.0.0',
      times: { '1.0.0': earlier, '1.0.1': earlier },
    });
    expect(result.verdict.kind).toBe('differs');
    expect(result.verdict.unexplained.map(({ path }) => path)).toEqual(['lib/add.js', 'lib/index.js']);
    expect(minifiersServed(result)[0]).toEqual(['1.0.1']);
    expect(exitCode).toBe(1);
  });

  it('recomputes the tags: latest is what was', { timeout: 240_000 }, async () => {
    const { result } = await verify({
      builtWith: '1.0.0',
      times: { '1.0.0': earlier, '1.0.1': later },
      wanted: 'latest',
    });
    expect(result.verdict.kind).toBe('reproduced');
    expect(minifiersServed(result)).toEqual([['1.0.0']]);
  });

  it('serves what a lockfile pins, whatever its time', { timeout: 240_000 }, async () => {
    const { result } = await verify({
      builtWith: '1.0.1',
      times: { '1.0.0': earlier, '1.0.1': later },
      locked: '1.0.1',
    });
    expect(result.verdict.kind).toBe('reproduced');
    expect(minifiersServed(result)).toEqual([['1.0.1']]);
    expect(result.rebuilds[0]!.plan.lockfile).toBe('package-lock.json');
  });

  it.each([
    ['all times are later', later, 'all versions are dated later than'],
    ['there are no times', null, 'the registry states no times'],
  ])('gives way where %s, and says so', { timeout: 240_000 }, async (_, time, note) => {
    const { exitCode, result } = await verify({
      builtWith: '1.0.1',
      times: { '1.0.0': time, '1.0.1': time },
    });
    expect(result.verdict.kind).toBe('reproduced');
    expect(minifiersServed(result)).toEqual([['1.0.1']]);
    expect(result.rebuilds[0]!.proxyNotes).toEqual([expect.stringContaining(`tiny-minifier: ${note}`)]);
    expect(exitCode).toBe(0);
  });

  it('lets another plan do without times where they exclude all that a range allows', {
    timeout: 240_000,
  }, async () => {
    const { exitCode, result } = await verify({
      builtWith: '1.0.1',
      times: { '1.0.0': earlier, '1.0.1': later },
      wanted: '^1.0.1',
    });
    expect(result.verdict.kind).toBe('reproduced');
    expect(result.rebuilds[0]!.failure?.cause).toBe('install-failed');
    expect(minifiersServed(result).at(-1)).toEqual(['1.0.1']);
    expect(result.rebuilds.at(-1)!.plan).toMatchObject({
      before: null,
      remedies: 'install',
      reasons: [expect.stringContaining('versions of any time')],
    });
    expect(exitCode).toBe(0);
  });
});

describe.each(engines.unusable)('%s', (name, reason) => {
  it.skip(`TIME TRAVEL NOT TESTED IN ${name}: ${reason}`);
});
