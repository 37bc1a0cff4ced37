import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { obfuscatedCode } from '../../../../src/judge/signals/obfuscated-code.js';
import { findingsOf, ofChange, severities } from '../../../support/signal-input.js';

const file = 'const a = 1;\nconst b = { a };\nmodule.exports = { a, b };\n';
const payload = `require('child_process').exec('marker'); ${'// padding '.repeat(20)}`;
const base64 = (content: string | Buffer) => Buffer.from(content).toString('base64');
const names = Array.from({ length: 12 }, (_, index) => `_0x${(0x3f2a0 + index).toString(16)}`);

describe('obfuscated-code', () => {
  it.each([
    ['names of an obfuscator', names.map((name) => `var ${name}=1;`).join('')],
    ['text that is decoded and run', "eval(atob('YWJj'));"],
    ['the same by a buffer', "new Function(Buffer.from(x, 'base64').toString())();"],
    ['the same on a shell', "execSync(Buffer.from(y,'hex').toString('utf8'))"],
    ['a program in base64', `const p = "${base64(payload)}";`],
    ['a program in hexadecimal', `const p = "${Buffer.from(payload).toString('hex')}";`],
    [
      'a program in escapes',
      `const p = "${[...payload].map((c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`).join('')}";`,
    ],
    ['a program in numbers', `const p = [${[...Buffer.from(payload)].join(', ')}];`],
    ['a program in layers', `const p = "${base64(gzipSync(`x = "${base64(payload)}"`))}";`],
    [
      'machine code',
      `const p = "${base64(Buffer.concat([Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]), Buffer.alloc(200, 7)]))}";`,
    ],
    [
      'data beside code that runs text',
      `const p = "${base64(Buffer.alloc(200, 0xe7))}"; eval(decode(p, 'base64'));`,
    ],
  ])('is high for %s', (_, code) => {
    expect(ofChange(obfuscatedCode, file, `${file}${code}\n`)).toContain('high');
  });
  it('is high for a long blob in a file of its own that reaches outside', () => {
    const blob = `var part = "${'q7x1m9v3k5'.repeat(150)}";\n`;
    const of = (code: string, accounted = {}) =>
      severities(obfuscatedCode, { release: { 'b.js': code }, accounted }).map(([, severity]) => severity);
    expect(of(`${blob}require('child_process');`)).toEqual(['high']);
    expect(of(`${blob}require('path');`)).toEqual(['medium']);
    expect(of(`${blob}require('child_process');`, { 'a.js': "require('child_process')" })).toEqual([
      'medium',
    ]);
  });
  it('is high for a file that is mostly bytes of no known kind and reaches outside, whatever else does', () => {
    const packed = `var part = "${'q7x1m9v3k5'.repeat(1_000)}";\n`;
    const accounted = { 'a.js': "require('child_process')" };
    const of = (code: string) => severities(obfuscatedCode, { release: { 'b.js': code }, accounted });
    expect(of(`${packed}require('child_process');`)).toEqual([['b.js', 'high']]);
    expect(of(`${packed}require('path');`)).toEqual([['b.js', 'medium']]);
    const program = Array.from({ length: 1_000 }, (_, at) => `var name${at} = of(${at});`).join('\n');
    expect(of(`${packed}require('child_process');${program}`)).toEqual([['b.js', 'medium']]);
    const inPieces = Array.from(
      { length: 200 },
      (_, at) => `var part${at} = "${'q7x1m9v3k5'.repeat(140)}";`,
    ).join('\n');
    expect(of(`${inPieces}\nrequire('child_process');`)).toEqual([['b.js', 'high']]);
    const stub = "module.exports = require('./lib/x');\n";
    expect(ofChange(obfuscatedCode, stub, `${packed}require('child_process');`)).toEqual(['high']);
    expect(ofChange(obfuscatedCode, stub, packed)).toEqual([]);
  });
  it('says what a blob holds', () => {
    const release = { 'a.js': `${file}const p = "${base64(payload)}";\n` };
    const [finding] = findingsOf(obfuscatedCode, { release, rebuild: { 'a.js': file } });
    expect(finding).toMatchObject({
      line: 4,
      message: expect.stringContaining('base64 hold text with child_process'),
    });
  });
  it('is no alarm for data, or for a file that nobody could build', () => {
    expect(
      ofChange(obfuscatedCode, file, `${file}const p = "${base64(Buffer.alloc(900, 0xe7))}";\n`),
    ).toEqual(['medium']);
    const release = { 'a.js': names.join(';') };
    expect(severities(obfuscatedCode, { release, rebuilt: false })).toEqual([['a.js', 'medium']]);
  });
  it.each([
    ['a minified bundle', '!function(e,t){var n=e.exports;n.a=function(r){return r&&t(r)}}(this,x);'],
    [
      'an image',
      `var i="data:image/png;base64,${base64(Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(200)]))}";`,
    ],
    [
      'an inline source map',
      `//# sourceMappingURL=data:application/json;base64,${base64(JSON.stringify({ sourcesContent: [payload] }))}`,
    ],
    ['a text', `const t = "${base64('Lorem ipsum dolor sit amet. '.repeat(20))}";`],
    ['the name of a message', `const m = "${'Option_can_only_be_given_'.repeat(9)}";`],
    ['a long name', `import x from "${'abcdefgh/'.repeat(10)}";`],
  ])('says nothing of %s', (_, code) => {
    expect(ofChange(obfuscatedCode, file, `${file}${code}\n`)).toEqual([]);
  });
  it('says nothing of what the counterpart does too, in other words', () => {
    const wasm = (fill: number) =>
      base64(Buffer.concat([Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]), Buffer.alloc(200, fill)]));
    expect(ofChange(obfuscatedCode, `let w="${wasm(1)}";let x`, `let w="${wasm(2)}";let y`)).toEqual([]);
    const worker = (name: string) =>
      base64(`importScripts(${name}); ${'postMessage(1); '.repeat(20)} fetch("/x")`);
    expect(ofChange(obfuscatedCode, `let w="${worker('a')}";let x`, `let w="${worker('b')}";let y`)).toEqual(
      [],
    );
    expect(ofChange(obfuscatedCode, names.join(';'), `${names.slice(1).join(';')};let z`)).toEqual([]);
  });
  it.each([
    ['one letter', 'A'.repeat(400_000)],
    ['numbers', '1,'.repeat(40_000)],
    ['escapes', '\\x41'.repeat(100_000)],
    ['short runs', `${'A'.repeat(159)} `.repeat(4_000)],
    ['calls', 'eval('.repeat(50_000)],
    ['open brackets', 'Function((((('.repeat(40_000)],
  ])('is linear on %s', (_, text) => {
    findingsOf(obfuscatedCode, { release: { 'a.js': text } });
  });
});
