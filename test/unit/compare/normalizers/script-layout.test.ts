import { describe, expect, it } from 'vitest';
import { compared, evidenceKinds } from '../../../support/comparison.js';

const kinds = async (release: string, source: string, path = 'index.js') =>
  evidenceKinds(await compared({ release: { [path]: release }, source: { [path]: source } }))[path];

describe('a script in another layout', () => {
  it('is equivalent, by name', async () => {
    const comparison = await compared({
      release: { 'index.js': 'export const a=1;\n' },
      source: { 'index.js': '// One.\nexport const a = 1;\n' },
    });
    expect(comparison.entries[0]!.evidence).toMatchObject({
      kind: 'equivalent',
      to: 'source',
      normalizations: [{ name: 'script-layout' }],
    });
  });

  it('is told apart from one with other names', async () => {
    const normalizations = async (release: string) => {
      const source = { 'index.js': 'export const f = (a) => a + 1;\n' };
      const { entries } = await compared({ release: { 'index.js': release }, source });
      const { evidence } = entries[0]!;
      return evidence.kind === 'equivalent' ? evidence.normalizations.map(({ name }) => name) : [];
    };
    expect(await normalizations('export const f = (b) => b + 1;\n')).toEqual(['script-names']);
    expect(await normalizations('export const f=b=>b+1;\n')).toEqual(['script-layout', 'script-names']);
    expect(await normalizations('export const f=a=>a+1;\n')).toEqual(['script-layout']);
    expect(await normalizations('export const f=b=>a+1;\n')).toEqual([]);
  });

  it.each(['index.mjs', 'index.cjs', 'index.ts', 'index.tsx', 'index.jsx'])(
    'is known in %s',
    async (path) => {
      expect(await kinds('var a=1;\n', 'var a = 1;\n', path)).toBe('equivalent');
      expect(await kinds('var a=1;\n', 'var a = 2;\n', path)).toBe('none');
    },
  );

  it('is known in type declarations', async () => {
    expect(await kinds('declare let a:1;\n', 'declare let a: 1;\n', 'index.d.ts')).toBe('equivalent');
    expect(await kinds('declare let a:1;\n', 'declare let a: 2;\n', 'index.d.ts')).toBe('none');
  });

  it('is not asked for in other files', async () => {
    expect(await kinds('var a=1;\n', 'var a = 1;\n', 'index')).toBe('none');
  });

  it.each([
    ['brackets', (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`],
    ['sums', (depth: number) => Array(depth).fill('a').join('+')],
    ['functions', (depth: number) => `${'x=>'.repeat(depth)}1`],
  ])('that brings a parser down with %s is unequal, and nothing else is lost', async (_, code) => {
    expect(await kinds(`${code(300_000)};\n`, `${code(300_000)} ;\n`)).toBe('none');
  });

  it('is known of all others where one brings the parser down', async () => {
    const deep = `${'['.repeat(300_000)}${']'.repeat(300_000)}`;
    const side = (space: string) =>
      Object.fromEntries(
        Array.from({ length: 200 }, (_, at) => [
          `${at}.js`,
          at % 50 === 7 ? `${deep}${space};\n` : `var a${at}${space}= 1;\n`,
        ]),
      );
    const kinds = evidenceKinds(await compared({ release: side(''), source: side('  ') }));
    const unequal = Object.keys(kinds).filter((path) => kinds[path] === 'none');
    expect(unequal.sort()).toEqual(['107.js', '157.js', '57.js', '7.js']);
  });

  it('that is no text is unequal', async () => {
    const bytes = (end: string) => Buffer.from(`a("\xff")${end}`, 'latin1');
    const files = { release: { 'a.js': bytes(';') }, source: { 'a.js': bytes(' ;') } };
    expect(evidenceKinds(await compared(files))).toEqual({ 'a.js': 'none' });
  });

  it('of one line of megabytes takes seconds', { timeout: 60_000 }, async () => {
    const line = 'function f(a,b){return a.c(b,"text",[1,2,3])}'.repeat(60_000);
    const started = performance.now();
    expect(await kinds(`${line}\n`, line.replaceAll(',', ', '))).toBe('equivalent');
    expect(performance.now() - started).toBeLessThan(40_000);
  });
});
