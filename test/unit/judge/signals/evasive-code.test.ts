import { describe, expect, it } from 'vitest';
import { evasiveCode } from '../../../../src/judge/signals/evasive-code.js';
import { ofChange, severities } from '../../../support/signal-input.js';

const file = "'use strict';\nconst a = require('./a');\nmodule.exports = a;\n";

describe('evasive-code', () => {
  it.each([
    ['fs.unlinkSync(__filename);', 'high'],
    ['rmSync(__dirname, { recursive: true });', 'high'],
    ['unlink(process.argv[1], () => {});', 'high'],
    ["writeFileSync(join(__dirname, 'package.json'), clean);", 'high'],
    ["rename(__dirname + '/package.md', __dirname + '/package.json')", 'high'],
    ['if (process.env.CI) return;', 'medium'],
    ['if (Date.now() > 1790000000000) b();', 'medium'],
    ['if (new Date() > new Date("2026-12-01")) b();', 'medium'],
    ['if (Math.random() < 0.2) b();', 'medium'],
    ['setTimeout(() => b(), 600000);', 'medium'],
    ['setTimeout(b, 10 * 60 * 1000);', 'medium'],
  ])('says of %s that it is %s', (code, severity) => {
    expect(ofChange(evasiveCode, file, `${file}${code}\n`)).toEqual([severity]);
  });
  it.each([
    'fs.unlinkSync(temporary);',
    'setTimeout(b, 1000);',
    'const started = Date.now();',
    'if (process.env.CI) c();',
    'const id = Math.random();',
    "writeFileSync(join(folder, 'package.json'), text);",
  ])('says nothing of %s', (code) => {
    expect(ofChange(evasiveCode, file, `${file}${code}\n`)).toEqual([]);
  });
  it('says nothing of what the counterpart does too, or of what nobody could build', () => {
    const before = 'if (x) rmSync(__dirname, y);\n';
    expect(ofChange(evasiveCode, before, `${before}rmSync(__dirname, z);\n`)).toEqual([]);
    expect(severities(evasiveCode, { release: { 'a.js': 'rmSync(__dirname)' }, rebuilt: false })).toEqual([]);
  });
  it.each(['setTimeout(', 'Date.now() > ', 'if (process.env.CI ', 'rm -rf "$', 'writeFileSync('])(
    'is linear on %j over and over',
    (text) => {
      ofChange(evasiveCode, file, `${file}${text.repeat(20_000)}`);
    },
  );
});
