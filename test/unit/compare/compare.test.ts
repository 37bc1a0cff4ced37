import { describe, expect, it } from 'vitest';
import { defaultCompareLimits } from '../../../src/compare/limits.js';
import { compared, evidenceKinds } from '../../support/comparison.js';
import { entriesOf, gitBlob } from '../../support/reference.js';

const entry = async (input: Parameters<typeof compared>[0], path: string) =>
  (await compared(input)).entries.find((other) => other.path === path)!;

describe('comparing with the source', () => {
  it('accounts for the same bytes at the same path below the directory', async () => {
    const { evidence } = await entry(
      { release: { 'a.js': 'a' }, source: { 'packages/x/a.js': 'a' }, directory: 'packages/x' },
      'a.js',
    );
    expect(evidence).toEqual({ kind: 'source', path: 'packages/x/a.js', mapping: null });
  });

  it('does not take the same bytes at the same path of the root for those of the directory', async () => {
    const { evidence, phantom } = await entry(
      { release: { 'a.js': 'a' }, source: { 'a.js': 'a' }, directory: 'packages/x' },
      'a.js',
    );
    expect({ evidence, phantom }).toEqual({ evidence: { kind: 'none' }, phantom: true });
  });

  it('is not fooled by a blob id that other bytes collide with', async () => {
    const { evidence } = await entry(
      {
        release: { 'a.js': 'evil' },
        source: { 'a.js': 'good' },
        blobs: { 'a.js': gitBlob(Buffer.from('evil')) },
      },
      'a.js',
    );
    expect(evidence.kind).toBe('none');
  });

  it('takes a file for equal though the repository names blobs by another hash', async () => {
    const { evidence } = await entry(
      { release: { 'a.js': 'a' }, source: { 'a.js': 'a' }, blobs: { 'a.js': 'f'.repeat(64) } },
      'a.js',
    );
    expect(evidence.kind).toBe('source');
  });

  it('takes a link for no counterpart', async () => {
    const source = { 'a.js': { content: 'a', mode: 0o120000 } };
    const { evidence, phantom } = await entry({ release: { 'a.js': 'a' }, source }, 'a.js');
    expect({ evidence, phantom }).toEqual({ evidence: { kind: 'none' }, phantom: true });
  });

  it('tells a file that is there with other bytes from a phantom', async () => {
    const { entries } = await compared({
      release: { 'a.js': 'one\n', 'b.js': 'b' },
      source: { 'a.js': 'two\n' },
    });
    expect(entries.map(({ path, phantom }) => [path, phantom])).toEqual([
      ['a.js', false],
      ['b.js', true],
    ]);
    expect(entries[0]!.difference?.lines).toContainEqual({ sign: '+', text: 'one' });
    expect(entries[1]!.difference).toBeNull();
  });

  it('names an entry point that the source has and the release lacks', async () => {
    const { missing } = await compared({
      release: { 'a.js': 'a' },
      source: { 'a.js': 'a', 'index.js': 'x', 'other.js': 'y' },
      loaded: ['index.js', 'a.js', 'dist/built.js'],
    });
    expect(missing).toEqual([{ path: 'index.js', from: 'source' }]);
  });

  it('needs a normalizer for an executable bit', async () => {
    const { evidence } = await entry(
      { release: { 'a.js': { content: 'a', mode: 0o755 } }, source: { 'a.js': 'a' } },
      'a.js',
    );
    expect(evidence).toMatchObject({ kind: 'equivalent', normalizations: [{ name: 'mode-bits' }] });
  });

  it('needs none for a umask that git does not record', async () => {
    const release = { 'a.js': { content: 'a', mode: 0o664 } };
    expect((await entry({ release, source: { 'a.js': 'a' } }, 'a.js')).evidence.kind).toBe('source');
  });

  it('never accounts for a setuid file', async () => {
    const release = { 'a.js': { content: 'a', mode: 0o4755 } };
    const source = { 'a.js': { content: 'a', mode: 0o755 } };
    const { evidence, difference } = await entry({ release, source, rebuilds: [release] }, 'a.js');
    expect(evidence.kind).toBe('none');
    expect(difference?.summary).toContain('mode 4755');
  });

  it('names content and mode normalizers when both are needed', async () => {
    const release = { 'a.js': { content: 'a\r\nb\r\n', mode: 0o755 } };
    const { evidence } = await entry({ release, source: { 'a.js': 'a\nb\n' } }, 'a.js');
    expect(evidence.kind === 'equivalent' && evidence.normalizations.map(({ name }) => name)).toEqual([
      'line-endings',
      'mode-bits',
    ]);
  });

  it('never counts as equal what is too large to be read, and says so', async () => {
    const limits = { ...defaultCompareLimits, fileBytes: 8 };
    const { entries, notRead } = await compared({
      release: { 'a.js': 'long line\r\n' },
      source: { 'a.js': 'long line\n' },
      limits,
    });
    expect(entries[0]!.evidence.kind).toBe('none');
    expect(notRead.map(({ path }) => path)).toEqual(['a.js']);
  });

  it('accounts for a large file with the same bytes without reading it', async () => {
    const limits = { ...defaultCompareLimits, fileBytes: 1 };
    const { entries, notRead } = await compared({
      release: { 'a.js': 'aa' },
      source: { 'a.js': 'aa' },
      limits,
    });
    expect([entries[0]!.evidence.kind, notRead]).toEqual(['source', []]);
  });
});

describe('documents of a workspace', () => {
  const monorepo = { 'packages/x/a.js': 'a', LICENSE: 'MIT', 'README.md': 'root', 'data.json': '{}' };

  it('may come from a folder above the package, under their own name', async () => {
    const { evidence } = await entry(
      { release: { LICENSE: 'MIT' }, source: monorepo, directory: 'packages/x' },
      'LICENSE',
    );
    expect(evidence).toEqual({ kind: 'source', path: 'LICENSE', mapping: './ → ./' });
  });

  it.each([
    ['data', 'data.json', '{}'],
    ['a readme below the top', 'docs/README.md', 'root'],
    ['a licence that the package has itself', 'LICENSE', 'MIT'],
  ])('may not be %s', async (_, path, content) => {
    const source = { ...monorepo, 'packages/x/LICENSE': 'other' };
    const { evidence } = await entry({ release: { [path]: content }, source, directory: 'packages/x' }, path);
    expect(evidence.kind).toBe('none');
  });

  it('that differ are no phantoms', async () => {
    const { phantom } = await entry(
      { release: { 'README.md': 'trimmed' }, source: monorepo, directory: 'packages/x' },
      'README.md',
    );
    expect(phantom).toBe(false);
  });
});

describe('whole folders elsewhere', () => {
  const source = { 'package.json': '{}', 'src/index.js': 'index', 'src/deep/b.js': 'b' };
  const copied = { 'package.json': '{}', 'index.js': 'index', 'deep/b.js': 'b' };

  it('account for a copy at the root', async () => {
    const result = await compared({ release: copied, source });
    expect(result.entries.find(({ path }) => path === 'deep/b.js')!.evidence).toEqual({
      kind: 'source',
      path: 'src/deep/b.js',
      mapping: 'src/ → ./',
    });
  });

  it('account for a copy in another folder', async () => {
    const release = { 'package.json': '{}', 'lib/index.js': 'index', 'lib/deep/b.js': 'b' };
    expect(evidenceKinds(await compared({ release, source }))).toMatchObject({ 'lib/index.js': 'source' });
  });

  const refused: [string, Parameters<typeof compared>[0]][] = [
    ['a single file', { release: { 'index.js': 'index' }, source: { 'src/index.js': 'index' } }],
    ['a folder of which a file is left out', { release: { 'index.js': 'index' }, source }],
    ['a folder of which a file differs', { release: { ...copied, 'deep/b.js': 'evil' }, source }],
    ['a folder that leaves something unexplained', { release: { ...copied, 'extra.js': 'evil' }, source }],
    [
      'a folder of fixtures',
      {
        release: { 'dist/index.js': 'evil', 'dist/b.js': 'b' },
        source: { 'fixtures/index.js': 'evil', 'fixtures/b.js': 'b' },
      },
    ],
    [
      'a folder of fixtures inside the code',
      {
        release: { 'dist/index.js': 'evil', 'dist/b.js': 'b' },
        source: { 'src/test/index.js': 'evil', 'src/test/b.js': 'b' },
      },
    ],
    [
      'a folder of any other name',
      {
        release: { 'dist/index.js': 'evil', 'dist/b.js': 'b' },
        source: { 'scripts/index.js': 'evil', 'scripts/b.js': 'b' },
      },
    ],
    [
      'a folder with a manifest of its own',
      {
        release: { 'package.json': '{"x":1}', 'index.js': 'i' },
        source: { 'src/package.json': '{"x":1}', 'src/index.js': 'i' },
      },
    ],
    [
      'a folder onto files that the source has otherwise',
      {
        release: { 'lib/index.js': 'index', 'lib/deep/b.js': 'b' },
        source: { ...source, 'lib/index.js': 'the real one' },
      },
    ],
    [
      'a folder below another',
      {
        release: { 'lib/one/index.js': 'index', 'lib/one/b.js': 'b' },
        source: { 'src/index.js': 'index', 'src/b.js': 'b' },
      },
    ],
    [
      'a folder outside the package',
      { release: { 'lib/index.js': 'index', 'lib/deep/b.js': 'b' }, source, directory: 'packages/x' },
    ],
  ];
  it.each(refused)('do not account for %s', async (_, input) => {
    const kinds = evidenceKinds(await compared(input));
    const code = Object.entries(kinds).filter(([path]) => /index\.js$/.test(path));
    expect(code.map(([, kind]) => kind)).toEqual(['none']);
  });
});

describe('comparing with rebuilds', () => {
  it('accounts for the same bytes, and names the plan', async () => {
    const { evidence } = await entry({ release: { 'a.js': 'a' }, rebuilds: [{ 'a.js': 'a' }] }, 'a.js');
    expect(evidence).toEqual({ kind: 'rebuild', plan: 'plan-1' });
  });

  it('adds up what several plans account for', async () => {
    const release = { 'a.js': 'a', 'b.js': 'b', 'c.js': 'c' };
    const comparison = await compared({
      release,
      source: { 'a.js': 'a' },
      rebuilds: [{ 'b.js': 'b', 'c.js': '?' }, { 'c.js': 'c' }],
    });
    expect(comparison.entries.map(({ evidence }) => evidence)).toEqual([
      { kind: 'source', path: 'a.js', mapping: null },
      { kind: 'rebuild', plan: 'plan-1' },
      { kind: 'rebuild', plan: 'plan-2' },
    ]);
  });

  it('replaces weaker evidence by stronger, never the other way', async () => {
    const release = { 'a.js': 'a\r\n', 'b.js': 'b\n' };
    const comparison = await compared({
      release,
      source: { 'a.js': 'a\n', 'b.js': 'b\n' },
      rebuilds: [release, { 'a.js': 'a\n', 'b.js': 'b' }],
    });
    expect(evidenceKinds(comparison)).toEqual({ 'a.js': 'rebuild', 'b.js': 'source' });
  });

  it('asks for every permission bit', async () => {
    const release = { 'a.js': { content: 'a', mode: 0o664 } };
    const { evidence } = await entry({ release, rebuilds: [{ 'a.js': 'a' }] }, 'a.js');
    expect(evidence).toMatchObject({ kind: 'equivalent', to: 'rebuild', plan: 'plan-1', path: null });
  });

  it('calls a file of the source missing no more where the whole release is a rebuild that lacks it too', async () => {
    const source = { 'index.js': 'source' };
    const input = { release: { 'index.mjs': 'built' }, source, loaded: ['index.js'] };
    const found = async (...rebuilds: Record<string, string>[]) =>
      (await compared({ ...input, rebuilds })).missing.filter(({ from }) => from === 'source');
    expect(await found({ 'index.mjs': 'built' })).toEqual([]);
    const missing = [{ path: 'index.js', from: 'source' }];
    expect(await found()).toEqual(missing);
    expect(await found({ 'index.mjs': 'other' })).toEqual(missing);
    expect(await found({ 'index.mjs': 'built', 'index.js': 'source' })).toEqual(missing);
  });

  it('calls missing only what every rebuild packs', async () => {
    const { missing } = await compared({
      release: { 'a.js': 'a' },
      rebuilds: [
        { 'a.js': 'a', 'b.js': 'b', 'c.js': 'c' },
        { 'a.js': 'a', 'c.js': 'c', 'd.js': 'd' },
      ],
    });
    expect(missing).toEqual([{ path: 'c.js', from: 'rebuild' }]);
  });

  it('shows the difference to the rebuild rather than to the source', async () => {
    const { difference } = await entry(
      { release: { 'a.js': 'new\n' }, source: { 'a.js': 'old\n' }, rebuilds: [{ 'a.js': 'built\n' }] },
      'a.js',
    );
    expect(difference).toMatchObject({ against: 'rebuild' });
    expect(difference!.lines).toContainEqual({ sign: '-', text: 'built' });
  });

  it('is done with ten thousand differing entries in a few seconds', { timeout: 20_000 }, async () => {
    const files = (text: string) =>
      Object.fromEntries(
        Array.from({ length: 10_000 }, (_, i) => [`d${i % 100}/f${i}.js`, `${text} ${i}\n`]),
      );
    const comparison = await compared({ release: files('a'), source: files('b'), rebuilds: [files('c')] });
    expect(comparison.entries.every(({ evidence }) => evidence.kind === 'none')).toBe(true);
    expect(entriesOf(files('a'))).toHaveLength(comparison.entries.length);
  });
});
