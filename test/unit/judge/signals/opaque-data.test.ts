import { describe, expect, it } from 'vitest';
import { opaqueData } from '../../../../src/judge/signals/opaque-data.js';
import { severities } from '../../../support/signal-input.js';

const before = "const build = require('./build');\nbuild(process.argv);\n";
const change = (added: string, accounted: Record<string, string> = { 'tests/bad-3.lzma': 'x' }) =>
  severities(opaqueData, {
    release: { 'build.js': `${before}${added}\n` },
    rebuild: { 'build.js': before },
    accounted,
  });

describe('opaque-data', () => {
  it('is high for new code that unpacks and runs a test file', () => {
    expect(change("execSync('xz -dc ' + join(dir, 'tests/bad-3.lzma') + ' | sh')")).toEqual([
      ['build.js', 'high'],
    ]);
  });
  it('is medium for new code that only reads one', () => {
    expect(change("readFileSync('./tests/bad-3.lzma')")).toEqual([['build.js', 'medium']]);
  });
  it('goes by content where that was read', () => {
    const release = { 'a.js': "run(readFileSync('./icons'))", icons: Buffer.from([1, 0, 2, 0]) };
    expect(severities(opaqueData, { release })).toEqual([['a.js', 'medium']]);
  });
  it('says nothing of readable files, of files that nobody names, and of what the counterpart reads too', () => {
    expect(change("readFileSync('./a.json')", { 'a.json': '{}' })).toEqual([]);
    expect(change('execSync(x)')).toEqual([]);
    const read = "readFileSync('./tests/bad-3.lzma');\n";
    const [release, rebuild] = [{ 'a.js': `${read}exec(${read})` }, { 'a.js': read }];
    expect(severities(opaqueData, { release, rebuild, accounted: { 'tests/bad-3.lzma': 'x' } })).toEqual([]);
  });
});
