import { describe, expect, it } from 'vitest';
import { generalSignals } from '../../../../src/judge/signals/index.js';
import { type Judged, judged } from '../../../support/judged.js';

const found = async (input: Judged, signal: string) =>
  (await judged(input)).findings
    .filter((finding) => finding.signal === signal)
    .map(({ path, severity }) => [path, severity]);

const elf = Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46]), Buffer.alloc(60)]);
const honest = { 'package.json': '{"main":"index.js"}', 'index.js': "require('./lib/b.js')\n" };

it('no signal says anything of a release that its source accounts for', async () => {
  const files = { ...honest, 'run.node': elf, 'a.js': '\u202e' };
  expect((await judged({ release: files, source: files, loaded: ['index.js'] })).findings).toEqual([]);
});

it('every signal has an id of its own', () => {
  expect(new Set(generalSignals.map(({ id }) => id)).size).toBe(generalSignals.length);
});

describe('native-binary-without-source', () => {
  const id = 'native-binary-without-source';
  it('is high for a binary that nothing leads to', async () => {
    expect(await found({ release: { ...honest, ip_fetcher: elf }, source: honest }, id)).toEqual([
      ['ip_fetcher', 'high'],
    ]);
  });
  it('goes by content, whatever the name', async () => {
    expect(await found({ release: { ...honest, 'README.md': elf }, source: honest }, id)).toEqual([
      ['README.md', 'high'],
    ]);
  });
  it('is no alarm where the source shows how native code is built', async () => {
    const source = { ...honest, 'binding.gyp': '{}' };
    expect(await found({ release: { ...source, 'build/a.node': elf }, source }, id)).toEqual([
      ['build/a.node', 'medium'],
    ]);
  });
  it('is no alarm for a binary that the explained manifest names', async () => {
    expect(
      await found({ release: { ...honest, 'bin/x': elf }, source: honest, loaded: ['bin/x'] }, id),
    ).toEqual([['bin/x', 'medium']]);
  });
});

describe('code-only-in-release', () => {
  const id = 'code-only-in-release';
  const changed = { ...honest, 'index.js': "require('./payload.js')\n", 'payload.js': 'x' };
  it('is high when a changed file leads to it and a rebuild does not have it', async () => {
    expect(await found({ release: changed, source: honest, rebuilds: [honest] }, id)).toEqual([
      ['payload.js', 'high'],
    ]);
  });
  it('is medium without a rebuild', async () => {
    expect(await found({ release: changed, source: honest }, id)).toEqual([['payload.js', 'medium']]);
  });
  it('does not speak of build products while nothing was rebuilt', async () => {
    expect(await found({ release: { ...honest, 'lib/b.js': 'x' }, source: honest }, id)).toEqual([]);
  });
  it('is medium for what the source expects and the rebuild did not make', async () => {
    const release = { ...honest, 'lib/b.js': "require('./c.js')", 'lib/c.js': 'x' };
    expect(await found({ release, source: honest, rebuilds: [honest] }, id)).toEqual([
      ['lib/b.js', 'medium'],
      ['lib/c.js', 'medium'],
    ]);
  });
  it('is medium for a left-over that nothing leads to', async () => {
    expect(
      await found({ release: { ...honest, 'old.js': 'x' }, source: honest, rebuilds: [honest] }, id),
    ).toEqual([['old.js', 'medium']]);
  });
  it('is high for a command that only the release has, by content and mode', async () => {
    const added = async (path: string, content: string, mode = 0o755) =>
      found({ release: { ...honest, [path]: { content, mode } }, source: honest, rebuilds: [honest] }, id);
    expect(await added('bin/setup', '#!/bin/sh\n')).toEqual([['bin/setup', 'high']]);
    expect(await added('bin/setup', '#!/bin/sh\n', 0o644)).toEqual([]);
    expect(await added('bin/setup', 'text\n')).toEqual([]);
    expect(await added('deploy.sh', '#!/bin/sh\n')).toEqual([['deploy.sh', 'medium']]);
  });
  it('does not speak of documents', async () => {
    expect(
      await found({ release: { ...honest, 'README.md': 'x' }, source: honest, rebuilds: [honest] }, id),
    ).toEqual([]);
  });
});

describe('hidden-characters', () => {
  const id = 'hidden-characters';
  it.each([
    ['\u202e', 'medium'],
    ['\u200b', 'medium'],
    ['\u3164', 'medium'],
    ['\ufe01\ufe02'.repeat(8), 'high'],
    ['\u{e0101}'.repeat(20), 'high'],
  ])('sees %j in a line that is only in the release', async (hidden, severity) => {
    const release = { ...honest, 'index.js': `${honest['index.js']}let a${hidden};\n` };
    expect(await found({ release, source: honest }, id)).toEqual([['index.js', severity]]);
  });
  it('does not speak of lines that the source has too', async () => {
    const source = { ...honest, 'index.js': 'let a = "\u200b";\nlet b;\n' };
    expect(
      await found({ release: { ...source, 'index.js': 'let a = "\u200b";\nlet c;\n' }, source }, id),
    ).toEqual([]);
  });
  it('does not speak of a mark at the start or of an emoji', async () => {
    const release = { ...honest, 'a.js': '\ufefflet a = "❤️👩‍👧";\n' };
    expect(await found({ release, source: honest }, id)).toEqual([]);
  });
});

describe('source-moved', () => {
  it('is high only for what the configuration forbids', async () => {
    const sourceNotes = [
      { kind: 'tag-moved', detail: 'v1' },
      { kind: 'repository-unexpected', detail: 'x' },
    ] as const;
    const { findings, verdict } = await judged({ release: honest, source: honest, input: { sourceNotes } });
    expect(findings.map(({ severity }) => severity)).toEqual(['high', 'medium']);
    expect(verdict.kind).toBe('suspicious');
  });
});

describe('entry-missing', () => {
  it('names the file and what leads to it', async () => {
    const source = { ...honest, 'lib/b.js': 'x' };
    expect(await found({ release: honest, source, rebuilds: [source] }, 'entry-missing')).toEqual([
      ['lib/b.js', 'medium'],
    ]);
  });
});
