import { describe, expect, it } from 'vitest';
import type { Oddity } from '../../../src/archive/schema.js';
import type { Finding, InconclusiveCause } from '../../../src/judge/schema.js';
import { type Judged, judged } from '../../support/judged.js';
import { plan, rebuild, source, stepOutcome } from '../../support/result.js';

const manifest = {
  name: 'tiny',
  version: '1.2.3',
  main: 'index.js',
  scripts: { test: 'x' },
  dependencies: { a: '^1.0.0' },
};
const json = (value: object) => `${JSON.stringify(value, null, 2)}\n`;
const honest = {
  'package.json': json(manifest),
  'index.js': "require('./lib/b.js');\n",
  'lib/b.js': 'exports.b = 1;\n',
};
const plain: Judged = { release: honest, source: honest, loaded: ['index.js'] };
/** The same, where lib/ is built. */
const built: Judged = {
  release: honest,
  source: { 'package.json': honest['package.json'], 'index.js': honest['index.js'] },
  rebuilds: [honest],
  loaded: ['index.js'],
};
const verdict = async (input: Judged) => (await judged(input)).verdict;
const paths = ({ unexplained }: Awaited<ReturnType<typeof verdict>>) => unexplained.map(({ path }) => path);

describe('reproduced', () => {
  it('is content-identical by source alone', async () => {
    expect(await verdict(plain)).toMatchObject({
      kind: 'reproduced',
      level: 'content-identical',
      unexplained: [],
    });
  });

  it('is content-identical by source and rebuild', async () => {
    expect(await verdict(built)).toMatchObject({ kind: 'reproduced', level: 'content-identical' });
  });

  it('is bit-identical when a rebuild has the published integrity', async () => {
    const input = { rebuilds: [rebuild({ integrity: 'sha512-release' })] };
    expect(await verdict({ ...built, input })).toMatchObject({ level: 'bit-identical' });
  });

  it('is tar-identical when only gzip differs', async () => {
    const input = { rebuilds: [rebuild({ tarSha256: '2'.repeat(64) })] };
    expect(await verdict({ ...built, input })).toMatchObject({ level: 'tar-identical' });
  });

  it('rests on what a build left that was passed over, and never misses what it did not leave', async () => {
    const steps = [
      { name: 'run build', phase: 'build' as const, command: ['tsc'], directory: '', environment: {} },
    ].map((step) => ({ ...step, network: 'none' as const, optional: true, reason: '' }));
    const passedOver = rebuild({
      plan: plan({ steps, pressesOn: true }),
      steps: [stepOutcome({ name: 'run build', exitCode: 2 })],
    });
    const input = { rebuilds: [passedOver] };
    expect(await verdict({ ...built, input })).toMatchObject({ kind: 'reproduced' });
    const { 'lib/b.js': _, ...nothing } = honest;
    const less = { ...built, rebuilds: [nothing] };
    expect(await verdict({ ...less, input })).toMatchObject({ kind: 'inconclusive' });
    const whole = { ...passedOver, steps: [stepOutcome({ name: 'run build', exitCode: 0 })] };
    expect(await verdict({ ...less, input: { rebuilds: [whole] } })).not.toMatchObject({
      kind: 'inconclusive',
    });
  });

  it('takes no level from a rebuild that failed', async () => {
    const input = { rebuilds: [rebuild({ outcome: 'failed', integrity: 'sha512-release' })] };
    expect(await verdict({ ...plain, input })).toMatchObject({ level: 'content-identical' });
  });

  it('is equivalent when a normalizer was needed', async () => {
    const release = { ...honest, 'lib/b.js': 'exports.b = 1;\r\n' };
    expect(await verdict({ ...plain, release })).toMatchObject({ kind: 'reproduced', level: 'equivalent' });
  });
});

describe('inert', () => {
  it.each([
    ['a readme of another commit', { 'README.md': '# changed' }],
    ['a left-over', { '.DS_Store': '\0\0\0\x01Bud1' }],
    ['a source map that its script names', { 'lib/b.js.map': '{"version":3}' }],
    ['type declarations', { 'index.d.ts': 'export {};\n' }],
    ['a log', { 'yarn-error.log': 'Arguments: x' }],
  ])('%s cannot act', async (_, extra) => {
    const files = { ...honest, 'lib/b.js': '//# sourceMappingURL=b.js.map\n' };
    const found = await verdict({ release: { ...files, ...extra }, source: files, loaded: ['index.js'] });
    expect([found.kind, paths(found)]).toEqual(['inert', Object.keys(extra)]);
  });

  it('is not what code names', async () => {
    const files = { ...honest, 'index.js': "fs.readFileSync(__dirname + '/README.md');\n" };
    const found = await verdict({
      release: { ...files, 'README.md': 'x' },
      source: files,
      rebuilds: [files],
    });
    expect(found.kind).toBe('differs');
  });

  it('is not what an install script names', async () => {
    const release = { ...honest, 'notes.md': 'rm -rf x' };
    const hooks = [{ hook: 'postinstall', command: 'sh ./notes.md' }];
    expect(await verdict({ release, source: honest, rebuilds: [honest], hooks })).toMatchObject({
      kind: 'differs',
    });
  });

  it('is not decided where code could not be searched', async () => {
    const release = { ...honest, 'README.md': 'x' };
    const input = { contents: new Map([['README.md', Buffer.from('x')]]) };
    const found = await verdict({ release, source: honest, rebuilds: [honest], input });
    expect(found.unexplained).toEqual([
      {
        path: 'README.md',
        canAct: true,
        why: expect.stringContaining('not searched'),
        new: null,
        lead: null,
      },
    ]);
  });
});

describe('differs', () => {
  it('is one token changed in a built file, and names it', async () => {
    const found = await verdict({ ...built, release: { ...honest, 'lib/b.js': 'exports.b = 2;\n' } });
    expect([found.kind, paths(found)]).toEqual(['differs', ['lib/b.js']]);
  });

  it('needs no rebuild for a file that the source has with other bytes', async () => {
    const found = await verdict({ ...plain, release: { ...honest, 'index.js': 'evil' } });
    expect([found.kind, paths(found)]).toEqual(['differs', ['index.js']]);
  });

  it('is an entry point that is missing', async () => {
    const { 'index.js': _, ...release } = honest;
    expect(await verdict({ ...plain, release })).toMatchObject({ kind: 'differs', unexplained: [] });
  });

  it('is a file missing that code loads, of those a rebuild packs', async () => {
    const { 'lib/b.js': _, ...release } = honest;
    expect(await verdict({ ...built, release })).toMatchObject({ kind: 'differs' });
  });

  it('is not a file missing that nothing loads', async () => {
    expect(await verdict({ ...built, rebuilds: [{ ...honest, 'test.js': 'x' }] })).toMatchObject({
      kind: 'reproduced',
    });
  });

  it('is no alarm when a chunk has the hash of other bytes than a rebuild made', async () => {
    const made = {
      ...honest,
      'lib/b.js': "require('./chunk-AB12CD34.js');\n",
      'lib/chunk-AB12CD34.js': 'x\n',
    };
    const release = {
      ...honest,
      'lib/b.js': "require('./chunk-ZY98XW76.js');\n",
      'lib/chunk-ZY98XW76.js': 'y\n',
    };
    const found = await verdict({ ...built, release, rebuilds: [made] });
    expect([found.kind, paths(found)]).toEqual(['differs', ['lib/b.js', 'lib/chunk-ZY98XW76.js']]);
  });

  it('is an entry that the comparison does not have', async () => {
    const found = await judged(plain);
    expect(found.verdict.kind).toBe('reproduced');
    const input = { comparison: { entries: [], missing: [], bytes: 0, notRead: [] } };
    expect(await verdict({ ...plain, input })).toMatchObject({ kind: 'differs' });
  });
});

describe('suspicious', () => {
  it.each<[string, Record<string, string>, string[]]>([
    [
      'a new file with a postinstall',
      {
        'package.json': json({ ...manifest, scripts: { test: 'x', postinstall: 'node setup.cjs' } }),
        'setup.cjs': 'x',
      },
      ['package.json', 'setup.cjs'],
    ],
    [
      'a dependency added in package.json only',
      { 'package.json': json({ ...manifest, dependencies: { a: '^1.0.0', evil: '^1.0.0' } }) },
      ['package.json'],
    ],
    ['a binding.gyp', { 'binding.gyp': "{'targets':[]}" }, ['binding.gyp']],
    ['a bin', { 'package.json': json({ ...manifest, bin: 'index.js' }) }, ['package.json']],
    [
      'a new file that a changed one loads, named as a chunk of which the rebuild has none',
      { 'lib/b.js': "require('./chunk-ZY98XW76.js');\n", 'lib/chunk-ZY98XW76.js': 'x' },
      ['lib/b.js', 'lib/chunk-ZY98XW76.js'],
    ],
    [
      'a new file that a changed one loads',
      { 'lib/b.js': "require('./payload.js');\n", 'lib/payload.js': 'x' },
      ['lib/b.js', 'lib/payload.js'],
    ],
  ])('is %s', async (_, changes, expected) => {
    const found = await verdict({ ...built, release: { ...honest, ...changes } });
    expect([found.kind, paths(found)]).toEqual(['suspicious', expected]);
  });

  it('is a dependency added, without any rebuild', async () => {
    const release = {
      ...honest,
      'package.json': json({ ...manifest, dependencies: { a: '^1.0.0', evil: '1' } }),
    };
    expect(await verdict({ ...plain, release })).toMatchObject({ kind: 'suspicious' });
  });

  it('is a high finding of an earlier stage, though every entry is accounted for', async () => {
    const finding: Finding = {
      fingerprint: '0'.repeat(64),
      new: null,
      signal: 'manifest-confusion',
      title: '',
      docs: 'docs/signals/manifest-confusion.md',
      severity: 'high',
      path: null,
      line: null,
      excerpt: null,
      message: 'the registry lists another dependency',
    };
    expect(await verdict({ ...plain, input: { findings: [finding] } })).toMatchObject({
      kind: 'suspicious',
      level: null,
    });
  });
});

describe('archives that hide something', () => {
  const odd = (fields: Partial<Oddity>): Oddity[] => [
    { kind: 'duplicate-path', path: 'index.js', detail: 'twice', overwrites: true, ...fields },
  ];
  it.each<[string, Oddity[], string]>([
    ['an entry point twice, the honest one last', odd({}), 'suspicious'],
    ['an entry point from a second folder', odd({ kind: 'several-roots' }), 'suspicious'],
    ['the manifest twice', odd({ path: 'package.json' }), 'suspicious'],
    ['a document twice', odd({ path: 'README.md' }), 'differs'],
    ['a link', odd({ kind: 'link', path: 'docs', overwrites: false }), 'differs'],
    ['a path outside', odd({ kind: 'climbing-path', path: '../x.js', overwrites: false }), 'suspicious'],
    [
      'an entry point that another reader finds under another name',
      odd({ kind: 'path-override', overwrites: false }),
      'suspicious',
    ],
    ['bytes after the end', odd({ kind: 'trailing-data', path: null, overwrites: false }), 'differs'],
    ['an entry point twice, the very same', odd({ overwrites: false }), 'reproduced'],
    [
      'names that collide where case does not count',
      odd({ kind: 'colliding-path', overwrites: false }),
      'reproduced',
    ],
  ])('%s', async (_, oddities, kind) => {
    const found = await judged({ ...plain, oddities });
    expect(found.verdict.kind).toBe(kind);
    expect(found.findings.map(({ signal, path }) => [signal, path])).toEqual([
      ['archive-trick', oddities[0]!.path],
    ]);
  });
});

describe('inconclusive', () => {
  const cause: InconclusiveCause = {
    stage: 'sandbox',
    reason: 'no-sandbox',
    message: 'no engine',
    hint: 'install bubblewrap',
    give: [],
    failed: null,
    environment: true,
  };

  it('is a release whose other files need a rebuild that there was not', async () => {
    const found = await verdict({ ...built, rebuilds: [], input: { obstacle: cause } });
    expect([found.kind, found.cause, paths(found)]).toEqual(['inconclusive', cause, ['lib/b.js']]);
  });

  it('says at which step the last rebuild failed', async () => {
    const failure = { cause: 'build-failed', message: 'exit code 2', step: 'run build', because: null };
    const input = { rebuilds: [rebuild({ outcome: 'failed', failure })] };
    expect(await verdict({ ...built, rebuilds: [], input })).toMatchObject({
      kind: 'inconclusive',
      cause: { stage: 'rebuild', reason: 'build-failed', message: expect.stringContaining('run build') },
    });
  });

  it('names the command that failed, its last lines, why, and what to give', async () => {
    const because = { kind: 'missing-command' as const, about: 'rollup', line: 'sh: 1: rollup: not found' };
    const failure = { cause: 'build-failed', message: 'exit code 127', step: 'pack', because };
    const ended = stepOutcome({
      name: 'pack',
      command: ['npm', 'pack'],
      exitCode: 127,
      lastLines: ['a', 'b'],
    });
    const input = { rebuilds: [rebuild({ outcome: 'failed', failure, steps: [stepOutcome(), ended] })] };
    expect((await verdict({ ...built, rebuilds: [], input })).cause).toMatchObject({
      message: expect.stringContaining('a command is not there: rollup'),
      failed: {
        plan: 1,
        step: 'pack',
        command: ['npm', 'pack'],
        exitCode: 127,
        lastLines: ['a', 'b'],
        because,
      },
      give: ['ref', 'directory', 'recipe'],
    });
  });

  it('is a release without a source', async () => {
    const failure = {
      reason: 'no-repository-field' as const,
      message: 'none',
      hint: '--source',
      repository: null,
      candidates: [],
    };
    const input = { comparison: null, source: null, sourceFailure: failure };
    expect(await verdict({ ...plain, input })).toMatchObject({
      kind: 'inconclusive',
      cause: { stage: 'locate', reason: 'no-repository-field' },
    });
  });

  it('is a commit that no branch reaches, unless the user named it', async () => {
    const at = (evidence: ('tag' | 'user')[]) =>
      verdict({ ...plain, input: { source: source({ reachable: false, evidence }) } });
    expect([(await at(['tag'])).kind, (await at(['user'])).kind]).toEqual(['inconclusive', 'reproduced']);
  });

  it('is an empty archive', async () => {
    expect(await verdict({ release: {}, source: honest })).toMatchObject({ kind: 'inconclusive' });
  });

  it('is never inert while something that could act is left', async () => {
    const release = { ...honest, 'README.md': 'x' };
    expect(await verdict({ ...built, release, rebuilds: [] })).toMatchObject({ kind: 'inconclusive' });
  });
});

describe('files that are offered to importers', () => {
  const release = { ...honest, 'README.md': 'x' };
  it.each([
    ['exports', 'inert'],
    ['main', 'differs'],
  ])('a readme that %s leads to is %s', async (field, kind) => {
    const entryPoints = { loaded: [{ path: 'README.md', field }], installHooks: [] };
    expect((await verdict({ ...plain, release, rebuilds: [honest], input: { entryPoints } })).kind).toBe(
      kind,
    );
  });
});
